import * as z from 'zod/mini';
import type { QueueMessage } from '../../../shared/events/integration-event.ts';
import { invalidMessage, parseJson } from '../../../shared/messaging/message.ts';
import type { MailFeedback } from '../domain/feedback.ts';
import { CUSTOMER_TAG, customerOf } from './ses-tags.ts';

const Text = z.string().check(z.minLength(1), z.maxLength(1024));
const Recipients = z.array(z.object({ emailAddress: Text })).check(z.minLength(1), z.maxLength(100));

/**
 * An event of SES as EventBridge delivers it. Its `detail` has the same form as the events that SES publishes to SNS
 * (SES developer guide, "Contents of event data that Amazon SES publishes to Amazon SNS"). The schema has
 * only the fields that this service uses, and ignores others, because SES adds new fields at any time.
 */
const SesEvent = z.object({
  id: Text,
  time: z.iso.datetime(),
  detail: z
    .object({
      eventType: Text,
      mail: z.object({ messageId: Text, tags: z.optional(z.record(z.string(), z.array(z.string()))) }),
      bounce: z.optional(
        z.object({ bounceType: Text, bouncedRecipients: Recipients, timestamp: z.iso.datetime() }),
      ),
      complaint: z.optional(
        z.object({
          complainedRecipients: Recipients,
          complaintFeedbackType: z.nullish(z.string()),
          timestamp: z.iso.datetime(),
        }),
      ),
    })
    .check(
      z.refine(
        ({ eventType, bounce, complaint }) =>
          (eventType !== 'Bounce' || bounce !== undefined) &&
          (eventType !== 'Complaint' || complaint !== undefined),
        'lacks the object that its event type needs',
      ),
    ),
});
type SesDetail = z.output<typeof SesEvent>['detail'];

/**
 * SES writes instants with or without milliseconds. Orderly's instants always have milliseconds, so they can be
 * compared as text.
 */
const instant = (time: string): string => new Date(time).toISOString();

const feedbackOf = ({ eventType, bounce, complaint, mail }: SesDetail, time: string): MailFeedback => {
  const customerId = customerOf(mail.tags?.[CUSTOMER_TAG]?.[0]);
  const addressesOf = (recipients: readonly { readonly emailAddress: string }[]) =>
    recipients.map(({ emailAddress }) => emailAddress);
  // Only a permanent bounce stops the address. A transient bounce can mean a full mailbox, and an undetermined bounce
  // can have any cause.
  if (eventType === 'Bounce' && bounce?.bounceType === 'Permanent') {
    const { bouncedRecipients, timestamp } = bounce;
    return { kind: 'bounced', at: instant(timestamp), customerId, addresses: addressesOf(bouncedRecipients) };
  }
  // "not-spam" withdraws a complaint (IANA, "Feedback Report Type Values").
  if (
    eventType === 'Complaint' &&
    complaint !== undefined &&
    complaint.complaintFeedbackType !== 'not-spam'
  ) {
    const { complainedRecipients, timestamp } = complaint;
    const addresses = addressesOf(complainedRecipients);
    return { kind: 'complained', at: instant(timestamp), customerId, addresses };
  }
  return { kind: 'other', at: instant(time), customerId, addresses: [] };
};

/**
 * Parses an event of SES that arrived in a queue. The result is a message whose `type` is the text `MailFeedback`. Its
 * `data` have the TypeScript type `MailFeedback`.
 * @throws AppError `invalid` if the body is not an event of SES. The error contains no address.
 */
export const parseSesEvent = (body: string): QueueMessage => {
  const parsed = z.safeParse(SesEvent, parseJson(body));
  if (!parsed.success) throw invalidMessage('The message is not an event of SES', parsed.error);
  const { id, time, detail } = parsed.data;
  return {
    id,
    type: 'MailFeedback',
    version: 1,
    time: instant(time),
    correlationId: detail.mail.tags?.['correlationId']?.[0] ?? id,
    causationId: detail.mail.messageId,
    data: feedbackOf(detail, time),
  };
};
