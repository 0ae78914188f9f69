import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { limitTextSpending } from '../../../../scripts/deployment/text-spending.ts';
import { startFakeAws, type FakeAws } from '../../../support/fake-aws.ts';

let aws: FakeAws;

beforeAll(async () => {
  aws = await startFakeAws();
});
afterEach(() => aws.reset());
afterAll(() => aws.close());

const failing = (Code: string, Message: string) => ({
  status: 400,
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${Code}</Code><Message>${Message}</Message></Error></ErrorResponse>`,
});

describe('the limit of what text messages cost', () => {
  test('is set for the account', async () => {
    await limitTextSpending('eu-central-1', 300, '/shop/own.json');
    expect(aws.inputsOf('sns.SetSMSAttributes')).toEqual([
      expect.objectContaining({
        'attributes.entry.1.key': 'MonthlySpendLimit',
        'attributes.entry.1.value': '300',
      }),
    ]);
  });

  test('says what to do if the quota of the account is lower, so that nothing is deployed without the limit', async () => {
    aws.answer(() => failing('InvalidParameter', 'Invalid value for MonthlySpendLimit'));
    await expect(limitTextSpending('eu-central-1', 300, '/shop/own.json')).rejects.toThrow(
      /\$300 a month.*lower "monthlyTextDollars" in \/shop\/own\.json.*higher SMS spending quota/s,
    );
  });

  test('fails with the error of AWS in any other case', async () => {
    aws.answer(() => failing('AuthorizationError', 'is not authorized to perform: SNS:SetSMSAttributes'));
    await expect(limitTextSpending('eu-central-1', 300, '/shop/own.json')).rejects.toThrow(/not authorized/);
  });
});
