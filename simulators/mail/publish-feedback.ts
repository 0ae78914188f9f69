import type { Clock } from '../../shared/kernel/clock.ts';
import { base64Url, type NewId } from '../../shared/kernel/ids.ts';
import type { FeedbackKind, FeedbackRequest } from './api.ts';

/** An event for EventBridge. */
export interface SesEvent {
  readonly detailType: string;
  readonly detail: object;
}

export interface Dependencies {
  readonly publish: (event: SesEvent) => Promise<void>;
  readonly configurationSet: string;
  readonly now: Clock;
  readonly newId: NewId;
}

/** The part of the event that depends on the kind of the report (SES developer guide, "Examples of event data"). */
const reports: Readonly<
  Record<FeedbackKind, (emailAddress: string, timestamp: string, feedbackId: string) => object>
> = {
  bounce: (emailAddress, timestamp, feedbackId) => ({
    eventType: 'Bounce',
    bounce: {
      bounceType: 'Permanent',
      bounceSubType: 'General',
      bouncedRecipients: [
        { emailAddress, action: 'failed', status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' },
      ],
      timestamp,
      feedbackId,
      reportingMTA: 'dsn; mta.example.com',
    },
  }),
  'soft-bounce': (emailAddress, timestamp, feedbackId) => ({
    eventType: 'Bounce',
    bounce: {
      bounceType: 'Transient',
      bounceSubType: 'MailboxFull',
      bouncedRecipients: [{ emailAddress, action: 'failed', status: '4.2.2' }],
      timestamp,
      feedbackId,
    },
  }),
  complaint: (emailAddress, timestamp, feedbackId) => ({
    eventType: 'Complaint',
    complaint: {
      complainedRecipients: [{ emailAddress }],
      complaintFeedbackType: 'abuse',
      complaintSubType: null,
      timestamp,
      feedbackId,
    },
  }),
  malformed: () => ({ eventType: 'Bounce' }),
};

/**
 * Publishes a report about an e-mail, in the form of an event of SES. The report contains the tags that Orderly sets on
 * its e-mails.
 * @returns the id of the e-mail
 */
export const publishFeedback =
  ({ publish, configurationSet, now, newId }: Dependencies) =>
  async ({
    customerId,
    email,
    kind,
    at = now(),
  }: FeedbackRequest): Promise<{ readonly messageId: string }> => {
    const messageId = newId();
    await publish({
      detailType: kind === 'complaint' ? 'Email Complaint Received' : 'Email Bounced',
      detail: {
        ...reports[kind](email, at, newId()),
        mail: {
          timestamp: at,
          messageId,
          destination: [email],
          tags: {
            'ses:configuration-set': [configurationSet],
            customer: [base64Url(new TextEncoder().encode(customerId))],
          },
        },
      },
    });
    return { messageId };
  };
