import type { Notification } from '../../functions/notifications/domain/notification.ts';
import {
  sendNotification,
  type Refusal,
} from '../../functions/notifications/send-notification/send-notification.ts';
import { AppError } from '../../shared/errors.ts';
import { memoryMailer, memoryTexter } from './memory/notifications-providers.ts';
import { memoryContactStore, memoryMessageLog } from './memory/notifications-stores.ts';

/** The one order. */
export const orderId = '0195a5a5-0000-7000-8000-000000000001';
/** When everything begins. */
export const now = '2026-03-01T09:00:00.000Z';
/** What a mailer throws while it cannot be reached. */
export const outage = new AppError('unavailable', 'mail.Throttling', 'SES did not take the e-mail');

/** Something to tell, which has nothing to do with money. */
export const notification: Notification = {
  eventType: 'FulfilmentReady',
  orderId,
  customerId: 'alice',
  meaning: 'neither',
  content: { subject: 'Your order is ready', paragraphs: ['Come and get it.'], sms: 'Your order is ready.' },
};
/** What the notification follows from. */
export const context = { correlationId: 'request-1', causationId: `FulfilmentReady:${orderId}`, sentAt: now };

/** What another worker claimed at the same instant. */
export const claimed = {
  orderId,
  customerId: 'alice',
  eventId: context.causationId,
  meaning: 'neither',
  now,
  until: '2026-03-01T09:00:20.000Z',
} as const;

/** Where alice can be reached. */
export const email = 'alice@example.com';
export const phone = '+4915112345678';

/** Notifications over stores and providers in memory, for one customer and whatever contact details they gave. */
export const service = async (contact?: { email: boolean; sms: boolean }) => {
  const contacts = memoryContactStore();
  if (contact !== undefined) await contacts.save('alice', { email, phone, channels: contact });
  const log = memoryMessageLog();
  const mailer = memoryMailer();
  const texter = memoryTexter();
  const refused: Refusal[] = [];
  const clock = { now };
  const notify = sendNotification({
    contacts,
    log,
    mailer,
    texter,
    now: () => clock.now,
    claimSeconds: 20,
    onRefused: (refusal) => refused.push(refusal),
  });
  const logged = () => log.logs().flatMap(({ messages }) => messages);
  return { contacts, log, logged, mailer, texter, refused, clock, notify };
};
