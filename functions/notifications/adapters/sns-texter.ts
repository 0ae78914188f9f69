import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { AppError } from '../../../shared/errors.ts';
import { linkOf, type Content } from '../domain/notification.ts';
import type { Texter } from '../domain/providers.ts';

/** What SNS refuses for good (SNS API reference, Publish): an invalid number, or one whose owner opted out. */
const refusals: readonly string[] = [
  'InvalidParameter',
  'InvalidParameterException',
  'InvalidParameterValue',
  'InvalidParameterValueException',
  'OptedOut',
  'OptedOutException',
];

/** SNS prefers reliability over price for these (SNS developer guide, "Publishing to a mobile phone"). */
const transactional = {
  'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' },
} as const;

/** Renders a text message: the short text, then the link if there is one. */
export const renderSms = (content: Content): string => {
  const link = linkOf(content);
  return link === undefined ? content.sms : `${content.sms} ${link.url}`;
};

/** Sends text messages by SNS. Errors keep only SNS's error name, because its texts quote numbers. */
export const snsTexter = (client: SNSClient = new SNSClient({})): Texter => ({
  send: async ({ to, content }) => {
    try {
      await client.send(
        new PublishCommand({
          PhoneNumber: to,
          Message: renderSms(content),
          MessageAttributes: transactional,
        }),
      );
      return { outcome: 'sent' };
    } catch (error) {
      const name = error instanceof Error ? error.name : 'Error';
      if (refusals.includes(name)) return { outcome: 'refused', code: name };
      throw new AppError('unavailable', `sms.${name}`, 'SNS did not take the text message');
    }
  },
});
