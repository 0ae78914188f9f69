import type { ContactDetails, TextNumbers } from '../../functions/notifications/domain/contact.ts';
import type { Notification } from '../../functions/notifications/domain/notification.ts';
import { sendNotification, type Refusal } from '../../functions/notifications/send-notification.ts';
import { AppError } from '../../shared/errors.ts';
import { memoryMailer, memoryTexter } from './memory/notifications-providers.ts';
import { memoryContactStore, memoryMessageLog } from './memory/notifications-stores.ts';

export const orderId = '0195a5a5-0000-7000-8000-000000000001';
export const now = '2026-03-01T09:00:00.000Z';
/** The error that a mailer throws if SES refuses a mail for now, and would accept it later. */
export const outage = new AppError('unavailable', 'mail.Throttling', 'SES did not take the e-mail');

/** A message that neither asks for payment nor means that payment is no longer needed. */
export const notification: Notification = {
  eventType: 'FulfilmentReady',
  orderId,
  customerId: 'alice',
  meaning: 'neither',
  content: { subject: 'Your order is ready', paragraphs: ['Come and get it.'], sms: 'Your order is ready.' },
};
/** The context of the event that causes the notification. */
export const context = { correlationId: 'request-1', causationId: `FulfilmentReady:${orderId}`, sentAt: now };

/**
 * A claim (the right to send for some time) that another worker made at `now` for the same event. Tests add its
 * channels, such as `email`.
 */
export const claimed = {
  orderId,
  customerId: 'alice',
  eventId: context.causationId,
  meaning: 'neither',
  now,
  until: '2026-03-01T09:00:20.000Z',
} as const;

/** The e-mail address and the phone number of the customer alice. */
export const email = 'alice@example.com';
export const phone = '+4915112345678';

/** The mobile numbers to which the shop of the tests sends text messages. */
export const numbers: TextNumbers = { DE: /^\+491[567]\d{8,9}$/ };

/** Contact details whose addresses are verified. */
export const verified = (channels: ContactDetails['channels']): ContactDetails => ({
  email: { address: email, verifiedAt: now },
  phone: { address: phone, verifiedAt: now, country: 'DE' },
  channels,
});

/**
 * The notifications service in memory. `contact`: the channels that Alice allows. Without `contact`, she has no contact
 * details.
 */
export const service = async (contact?: { email: boolean; sms: boolean }) => {
  const contacts = memoryContactStore();
  if (contact !== undefined) {
    await contacts.save('alice', { before: undefined, after: verified(contact), at: now });
  }
  const log = memoryMessageLog();
  const mailer = memoryMailer();
  const texter = memoryTexter();
  const refused: Refusal[] = [];
  const suppressed: Omit<Refusal, 'code'>[] = [];
  const clock = { now };
  const notify = sendNotification({
    contacts,
    log,
    mailer,
    texter,
    now: () => clock.now,
    claimSeconds: 20,
    textCountries: Object.keys(numbers),
    maxMessagesADay: 120,
    onSuppressed: (message) => suppressed.push(message),
    onRefused: (refusal) => refused.push(refusal),
  });
  const logged = () => log.logs().flatMap(({ messages }) => messages);
  return { contacts, log, logged, mailer, texter, refused, suppressed, clock, notify };
};
