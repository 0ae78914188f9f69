import type { Claim, RecordedMessage } from '../../functions/notifications/domain/message-log.ts';

/** Three instants, the earliest first. */
export const noon = '2026-03-01T12:00:00.000Z';
export const later = '2026-03-01T12:00:10.000Z';
export const muchLater = '2026-03-01T12:00:20.000Z';

/** A worker's claim (its right to send for some time) on the mail about an order that is ready. */
export const claimOf = (orderId: string, overrides: Partial<Claim> = {}): Claim => ({
  orderId,
  customerId: 'alice',
  eventId: `FulfilmentReady:${orderId}`,
  channels: ['email'],
  meaning: 'neither',
  now: noon,
  until: later,
  ...overrides,
});

/** The mail about an order that is ready, as it was sent. */
export const sent = (orderId: string, overrides: Partial<RecordedMessage> = {}): RecordedMessage => ({
  orderId,
  eventId: `FulfilmentReady:${orderId}`,
  channel: 'email',
  outcome: { status: 'SENT', sentAt: noon, eventType: 'FulfilmentReady', subject: 'Your order is ready' },
  ...overrides,
});
