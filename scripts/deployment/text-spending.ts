import { InvalidParameterException, SetSMSAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { Problem } from '../console/problem.ts';

/**
 * Limits what the account spends on text messages in a region. The limit belongs to the account, so it applies to
 * everything that sends texts in the region. CloudFormation has no resource for the limit. SNS stops sending texts
 * within minutes after the limit is reached (SNS API reference, SetSMSAttributes).
 *
 * @param dollars US dollars a month
 * @param settingsFile the path of the settings, for the error message
 * @throws Problem if the account's quota is lower than `dollars`. The quota of a new account is 1 dollar
 */
export const limitTextSpending = async (
  region: string,
  dollars: number,
  settingsFile: string,
): Promise<void> => {
  const client = new SNSClient({ region });
  try {
    await client.send(new SetSMSAttributesCommand({ attributes: { MonthlySpendLimit: String(dollars) } }));
  } catch (error) {
    if (!(error instanceof InvalidParameterException)) throw error;
    throw new Problem(
      `SNS refuses to limit text messages to $${dollars} a month (${error.message}). The quota of the account is ` +
        `probably lower. Set a lower "monthlyTextDollars" in ${settingsFile}, or ask AWS Support for a higher SMS ` +
        'spending quota (SNS developer guide, "Requesting increases to your monthly SMS spending quota").',
    );
  } finally {
    client.destroy();
  }
};
