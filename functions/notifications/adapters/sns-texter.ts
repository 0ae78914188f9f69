import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { AppError } from '../../../shared/errors.ts';
import { awsClient, CALL_MS } from '../../../shared/outbound.ts';
import { linkOf, type Content } from '../domain/notification.ts';
import type { Texter } from '../domain/providers.ts';

/**
 * The errors with which SNS refuses a message permanently (SNS API reference, Publish): the number is invalid, or its
 * owner opted out.
 */
const refusals: readonly string[] = [
  'InvalidParameter',
  'InvalidParameterException',
  'InvalidParameterValue',
  'InvalidParameterValueException',
  'OptedOut',
  'OptedOutException',
];

/**
 * SNS optimizes transactional messages for reliability, not for price (SNS developer guide, "Publishing to a mobile
 * phone").
 */
const transactional = {
  'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' },
} as const;

/** Renders a text message: the content's short text, then its link if it has one. */
export const renderSms = (content: Content): string => {
  const link = linkOf(content);
  return link === undefined ? content.sms : `${content.sms} ${link.url}`;
};

/** A call without a response is not repeated within the call: SNS may have sent the message. */
const limits = { attemptMs: CALL_MS };

/** Sends text messages by SNS. Errors keep only the name of SNS's error, because SNS's error messages quote numbers. */
export const snsTexter = (client: SNSClient = awsClient(SNSClient, {}, limits)): Texter => ({
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
