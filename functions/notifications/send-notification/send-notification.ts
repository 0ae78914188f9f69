import { AppError } from '../../../shared/errors.ts';
import { addSeconds, type Clock } from '../../../shared/kernel/clock.ts';
import type { MessageContext } from '../../../shared/kernel/cause.ts';
import type { ContactStore } from '../domain/contact-store.ts';
import { destinationsOf, type Channel, type Destination } from '../domain/contact.ts';
import { renderEmail, renderSms } from '../domain/content.ts';
import type { MessageLog } from '../domain/message-log.ts';
import type { Notification, Notify } from '../domain/notification.ts';
import type { Delivery, Mailer, Texter } from '../domain/providers.ts';
import type { SettledOrders } from '../domain/settled-orders.ts';

/** A message that a provider refused for good: what may be logged of it. */
export interface Refusal {
  readonly eventId: string;
  readonly channel: Channel;
  readonly code: string;
}

/** What the use case needs. */
export interface Dependencies {
  readonly contacts: ContactStore;
  readonly log: MessageLog;
  readonly settledOrders: SettledOrders;
  readonly mailer: Mailer;
  readonly texter: Texter;
  readonly now: Clock;
  /** How long one delivery of an event has a message for itself: as long as its worker can live at the most. */
  readonly claimSeconds: number;
  readonly onRefused: (refusal: Refusal) => void;
}

/**
 * Tells a customer about an event, once on each channel.
 *
 * 1. Who cannot be reached costs one read, and nothing else.
 * 2. An event that settles an order is remembered first; one that asks for money for a settled order is not told.
 * 3. For each channel: claim the message, send it, record it. A worker that dies between sending and recording is the
 *    one case in which a message is sent twice.
 * @throws AppError `unavailable`, so that the event is delivered again, while another worker is at a message or a
 *   provider cannot be reached. What a provider refuses for good is recorded as refused and not tried again.
 */
export const sendNotification =
  (ports: Dependencies): Notify =>
  async (notification, context) => {
    const contact = await ports.contacts.load(notification.customerId);
    const destinations = contact === undefined ? [] : destinationsOf(contact);
    if (destinations.length === 0) return;
    if (await isPointless(ports, notification)) return;
    const results = await Promise.allSettled(
      destinations.map((destination) => tell(ports, destination, notification, context)),
    );
    // A channel that fails does not keep the other one from being served; the event comes again for it.
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  };

const isPointless = async (
  { settledOrders, now }: Dependencies,
  { meaning, orderId }: Notification,
): Promise<boolean> => {
  switch (meaning) {
    case 'settles':
      await settledOrders.add(orderId, now());
      return false;
    case 'asks':
      return settledOrders.has(orderId);
    case 'neither':
      return false;
  }
};

const tell = async (
  ports: Dependencies,
  destination: Destination,
  notification: Notification,
  context: MessageContext,
): Promise<void> => {
  const { log, now, claimSeconds, onRefused } = ports;
  const key = { eventId: context.causationId, channel: destination.channel };
  const claimedAt = now();
  const claim = await log.claim(key, claimedAt, addSeconds(claimedAt, claimSeconds));
  if (claim === 'done') return;
  if (claim === 'busy') {
    throw new AppError('unavailable', 'notification.busy', 'Another worker is sending this message');
  }
  const delivery = await deliver(ports, destination, notification, context);
  const at = now();
  const { eventType, orderId, customerId, content } = notification;
  await log.record({
    ...key,
    eventType,
    orderId,
    customerId,
    subject: content.subject,
    outcome:
      delivery.outcome === 'sent'
        ? { status: 'SENT', sentAt: at }
        : { status: 'REFUSED', refusedAt: at, code: delivery.code },
  });
  if (delivery.outcome === 'refused') onRefused({ ...key, code: delivery.code });
};

const deliver = (
  { mailer, texter }: Dependencies,
  { channel, address }: Destination,
  { content, orderId }: Notification,
  { correlationId }: MessageContext,
): Promise<Delivery> => {
  switch (channel) {
    case 'email':
      return mailer.send({
        to: address,
        ...renderEmail(content, { orderId, correlationId }),
        correlationId,
      });
    case 'sms':
      return texter.send({ to: address, text: renderSms(content) });
  }
};
