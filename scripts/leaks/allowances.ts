import type { Allowance } from './judge.ts';

/**
 * All places in which a run of the tests may leave personal data or secrets, because such data belongs there. Such data
 * in any other place fails the run. A complete run also fails if nothing is found in a place of this list that is not
 * `isFleeting`.
 */
export const allowances: readonly Allowance[] = [
  {
    place: 'table notifications',
    idStart: 'contact#',
    fields: ['email.address'],
    kind: 'mail address',
    reason: 'The contact details of a customer: where messages are sent to.',
  },
  {
    place: 'table notifications',
    idStart: 'contact#',
    fields: ['phone.address'],
    kind: 'telephone number',
    reason: 'As the mail address.',
  },
  {
    place: 'table simulators',
    idStart: 'webhook-endpoint',
    fields: ['secret'],
    kind: 'webhook secret',
    reason:
      'The simulated payment provider signs webhooks with it. A real provider does not keep it in our tables.',
  },
  {
    place: 'table simulators',
    idStart: 'authorization-code#',
    fields: ['subject.email'],
    kind: 'mail address',
    reason:
      'The identity simulator remembers who signed in until the code is exchanged, or has expired. Cognito does that on AWS.',
    isFleeting: true,
  },
  {
    place: 'event Email Bounced',
    fields: ['mail.destination[]', 'bounce.bouncedRecipients[].emailAddress'],
    kind: 'mail address',
    reason:
      'SES reports the address of a mail that came back. The simulator of mails publishes what SES would.',
  },
  {
    place: 'event Email Complaint Received',
    fields: ['mail.destination[]', 'complaint.complainedRecipients[].emailAddress'],
    kind: 'mail address',
    reason: 'SES reports the address whose owner complained, as above.',
  },
  {
    place: 'dead letters mail-feedback',
    fields: ['body.detail.mail.destination[]'],
    kind: 'mail address',
    reason:
      'A report of SES that notifications cannot read is kept as it is, in the dead-letter queue of its inbox.',
  },
  {
    place: 'log notifications/set-contact',
    fields: ['reason'],
    kind: 'telephone number',
    reason: 'The answer to an invalid number shows what a valid one looks like, and never what was sent.',
  },
];
