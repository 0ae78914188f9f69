import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { signInTarget } from '../../../../scripts/sign-in/target.ts';
import { noSuchStack, stackLookup, stackWithOutputs } from '../../../support/aws-answers.ts';
import { startFakeAws, type AwsAnswer, type FakeAws } from '../../../support/fake-aws.ts';

let aws: FakeAws;
beforeAll(async () => {
  aws = await startFakeAws();
});
afterEach(() => aws.reset());
afterAll(() => aws.close());

const deployed = {
  CustomerIssuer: 'https://customers.example',
  CustomerClientId: 'c-1',
  StaffIssuer: 'https://staff.example',
  StaffClientId: 's-1',
};

const targetFor = (
  role: 'customer' | 'staff' | 'admin',
  described: AwsAnswer,
  { stage = 'sandbox', name }: { stage?: string; name?: string } = {},
) => {
  aws.answer(stackLookup(described));
  return signInTarget(stage, { role, name, usage: 'Usage' });
};

describe('where a person signs in to a stage on AWS', () => {
  test.each([
    ['customer', { issuer: 'https://customers.example', clientId: 'c-1' }],
    ['staff', { issuer: 'https://staff.example', clientId: 's-1' }],
    ['admin', { issuer: 'https://staff.example', clientId: 's-1' }],
  ] as const)('depends on the role: %s', async (role, target) => {
    expect(await targetFor(role, stackWithOutputs(deployed))).toEqual(target);
  });

  test('is read from the stack of the named sandbox', async () => {
    await targetFor('staff', stackWithOutputs(deployed), { name: 'mine' });
    expect(aws.inputsOf('cloudformation.DescribeStacks')).toMatchObject([{ StackName: 'orderly-mine-data' }]);
  });

  test('is unknown before the stage is deployed', async () => {
    await expect(targetFor('staff', noSuchStack)).rejects.toThrow(
      /no stack orderly-sandbox-data.*npm run deploy -- --stage sandbox/s,
    );
  });

  test('is unknown while an older release is deployed', async () => {
    await expect(targetFor('staff', stackWithOutputs({}))).rejects.toThrow('Deploy this release first');
  });

  test('is unknown for a stage that does not exist', async () => {
    await expect(targetFor('staff', noSuchStack, { stage: 'staging' })).rejects.toThrow(
      '"staging" is not one of',
    );
  });

  test('is unknown without credentials that AWS accepts', async () => {
    aws.answer(() => ({
      status: 403,
      body: '<ErrorResponse><Error><Code>ExpiredToken</Code><Message>Expired</Message></Error></ErrorResponse>',
    }));
    await expect(signInTarget('sandbox', { role: 'staff', name: undefined, usage: '' })).rejects.toThrow(
      /does not accept your credentials.*aws sso login/s,
    );
  });
});
