import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { signInTarget } from '../../../../scripts/sign-in/target.ts';
import { startFakeAws, type AwsAnswer, type FakeAws } from '../../../support/fake-aws.ts';

let aws: FakeAws;
beforeAll(async () => {
  aws = await startFakeAws();
});
afterEach(() => aws.reset());
afterAll(() => aws.close());

const identity: AwsAnswer = {
  body: '<GetCallerIdentityResponse><GetCallerIdentityResult><Account>210987654321</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
};
const absent: AwsAnswer = {
  status: 400,
  body: '<ErrorResponse><Error><Code>ValidationError</Code><Message>Stack does not exist</Message></Error></ErrorResponse>',
};
const withOutputs = (outputs: Readonly<Record<string, string>>): AwsAnswer => ({
  body: `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>s</StackName><Outputs>${Object.entries(
    outputs,
  )
    .map(
      ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
    )
    .join('')}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`,
});
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
  aws.answer(({ operation }) =>
    operation === 'cloudformation.DescribeStacks' ? described : /sts/i.test(operation) ? identity : undefined,
  );
  return signInTarget(stage, { role, name, usage: 'Usage' });
};

describe('where a person signs in to a stage on AWS', () => {
  test.each([
    ['customer', { issuer: 'https://customers.example', clientId: 'c-1' }],
    ['staff', { issuer: 'https://staff.example', clientId: 's-1' }],
    ['admin', { issuer: 'https://staff.example', clientId: 's-1' }],
  ] as const)('depends on the role: %s', async (role, target) => {
    expect(await targetFor(role, withOutputs(deployed))).toEqual(target);
  });

  test('is read from the stack of the named sandbox', async () => {
    await targetFor('staff', withOutputs(deployed), { name: 'mine' });
    expect(aws.inputsOf('cloudformation.DescribeStacks')).toMatchObject([{ StackName: 'orderly-mine-data' }]);
  });

  test('is unknown before the stage is deployed', async () => {
    await expect(targetFor('staff', absent)).rejects.toThrow(
      /no stack orderly-sandbox-data.*npm run deploy -- --stage sandbox/s,
    );
  });

  test('is unknown while an older release is deployed', async () => {
    await expect(targetFor('staff', withOutputs({}))).rejects.toThrow('Deploy this release first');
  });

  test('is unknown for a stage that does not exist', async () => {
    await expect(targetFor('staff', absent, { stage: 'staging' })).rejects.toThrow('"staging" is not one of');
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
