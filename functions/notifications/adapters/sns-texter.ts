import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { awsClient, CALL_MS } from '../../../shared/outbound.ts';
import { linkOf, type Content } from '../domain/notification.ts';
import type { Texter } from '../domain/providers.ts';
import { refusalOf, snsRefusals } from './provider-refusals.ts';

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

/** As in ses-mailer.ts, no time is left to repeat an attempt that got no response. */
const limits = { attemptMs: CALL_MS };

/** Sends text messages by SNS. Thrown errors do not contain SNS's messages, because these may quote phone numbers. */
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
      return refusalOf(error, snsRefusals);
    }
  },
});
