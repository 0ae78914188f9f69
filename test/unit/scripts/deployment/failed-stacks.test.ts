import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { unprotectFailedStacks } from '../../../../scripts/deployment/failed-stacks.ts';
import { startFakeAws, type AwsAnswer, type FakeAws } from '../../../support/fake-aws.ts';

const folder = mkdtempSync(join(tmpdir(), 'orderly-failed-'));
const assembly = { folder, target: { account: '210987654321', region: 'eu-central-1' } };
const stack = 'orderly-production-data';
let aws: FakeAws;

beforeAll(async () => {
  writeFileSync(join(folder, `${stack}.template.json`), '{ "Resources": {} }');
  aws = await startFakeAws();
});
afterEach(() => aws.reset());
afterAll(() => aws.close());

const inState = (status: string, isProtected: boolean): AwsAnswer => ({
  body: `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>${stack}</StackName>
    <StackStatus>${status}</StackStatus><EnableTerminationProtection>${isProtected}</EnableTerminationProtection>
    </member></Stacks></DescribeStacksResult></DescribeStacksResponse>`,
});
const absent: AwsAnswer = {
  status: 400,
  body: `<ErrorResponse><Error><Code>ValidationError</Code><Message>Stack with id ${stack} does not exist</Message></Error></ErrorResponse>`,
};

/** Calls `unprotectFailedStacks`. Returns the names that it returned, and the stacks whose protection it changed. */
const unprotect = async (described: AwsAnswer) => {
  aws.answer(({ operation }) => (operation === 'cloudformation.DescribeStacks' ? described : undefined));
  const names = await unprotectFailedStacks(assembly);
  return { names, changed: aws.inputsOf('cloudformation.UpdateTerminationProtection') };
};

describe('a stack whose first deployment failed', () => {
  test.each(['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED'])(
    'loses its termination protection in %s, so that the CDK CLI can delete it and create it again',
    async (status) => {
      const { names, changed } = await unprotect(inState(status, true));

      expect(names).toEqual([stack]);
      expect(changed).toEqual([
        expect.objectContaining({ StackName: stack, EnableTerminationProtection: 'false' }),
      ]);
    },
  );
});

describe('every other stack', () => {
  test.each([
    'CREATE_COMPLETE',
    'UPDATE_COMPLETE',
    'UPDATE_ROLLBACK_COMPLETE',
    'UPDATE_ROLLBACK_FAILED',
    'ROLLBACK_IN_PROGRESS',
    'REVIEW_IN_PROGRESS',
  ])('keeps its termination protection in %s', async (status) => {
    expect(await unprotect(inState(status, true))).toEqual({ names: [], changed: [] });
  });

  test('is left alone if it is not protected, or does not exist', async () => {
    expect(await unprotect(inState('ROLLBACK_COMPLETE', false))).toEqual({ names: [], changed: [] });
    expect(await unprotect(absent)).toEqual({ names: [], changed: [] });
  });
});
