import { AppError } from '../../../shared/errors.ts';
import { addSeconds, type Clock } from '../../../shared/kernel/clock.ts';
import type { MessageContext } from '../../../shared/kernel/cause.ts';
import type { ContactStore } from '../domain/contact-store.ts';
import { destinationsOf, type Channel, type Destination } from '../domain/contact.ts';
import type { MessageLog } from '../domain/message-log.ts';
import type { Notification, Notify } from '../domain/notification.ts';
import { standingOf, type Claim, type Outcome, type Standing } from '../domain/order-log.ts';
import type { Delivery, Mailer, Texter } from '../domain/providers.ts';

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
  readonly mailer: Mailer;
  readonly texter: Texter;
  readonly now: Clock;
  /** How long one delivery of an event has its messages for itself: as long as its worker can live at the most. */
  readonly claimSeconds: number;
  readonly onRefused: (refusal: Refusal) => void;
}

/**
 * Tells a customer about an event, once on each channel.
 *
 * 1. Who cannot be reached costs one read, and nothing else.
 * 2. Claim the event's messages, on all channels at once. The same write has an event that settles its order remembered,
 *    and is refused to one that asks for money for a settled order: that one is not told.
 * 3. For each channel: send the message, record it. A worker that dies between sending and recording is the one case in
 *    which a message is sent twice.
 * @throws AppError `unavailable`, so that the event is delivered again, while another worker is at a message or a
 *   provider cannot be reached. What a provider refuses for good is recorded as refused and not tried again.
 */
export const sendNotification =
  (ports: Dependencies): Notify =>
  async (notification, context) => {
    const contact = await ports.contacts.glance(notification.customerId);
    const destinations = contact === undefined ? [] : destinationsOf(contact);
    if (destinations.length === 0) return;
    const { orderId, customerId, meaning } = notification;
    const now = ports.now();
    const { claimed, busy } = await claim(ports.log, {
      orderId,
      customerId,
      eventId: context.causationId,
      channels: destinations.map(({ channel }) => channel),
      meaning,
      now,
      until: addSeconds(now, ports.claimSeconds),
    });
    const results = await Promise.allSettled(
      destinations
        .filter(({ channel }) => claimed.includes(channel))
        .map((destination) => tell(ports, destination, notification, context)),
    );
    // A channel that fails does not keep the other one from being served; the event comes again for it.
    for (const result of results) if (result.status === 'rejected') throw result.reason;
    if (busy)
      throw new AppError('unavailable', 'notification.busy', 'Another worker is sending this message');
  };

/** Claims what can be claimed; `busy` when another worker is at something of the rest. */
const claim = async (
  log: MessageLog,
  all: Claim,
): Promise<{ readonly claimed: readonly Channel[]; readonly busy: boolean }> => {
  let left: Standing = { free: all.channels, busy: false };
  // Each refusal leaves fewer channels, so there are as many rounds as channels at the most.
  while (left.free.length > 0) {
    const answer = await log.claim({ ...all, channels: left.free });
    if (answer === 'claimed') break;
    left = standingOf(answer, all);
  }
  return { claimed: left.free, busy: left.busy };
};

const tell = async (
  ports: Dependencies,
  destination: Destination,
  notification: Notification,
  context: MessageContext,
): Promise<void> => {
  const { eventType, orderId, content } = notification;
  const key = { eventId: context.causationId, channel: destination.channel };
  const delivery = await deliver(ports, destination, notification, context);
  const at = ports.now();
  const outcome: Outcome =
    delivery.outcome === 'sent'
      ? { status: 'SENT', sentAt: at, eventType, subject: content.subject }
      : { status: 'REFUSED', refusedAt: at, code: delivery.code };
  await ports.log.record({ ...key, orderId, outcome });
  if (delivery.outcome === 'refused') ports.onRefused({ ...key, code: delivery.code });
};

const deliver = (
  { mailer, texter }: Dependencies,
  { channel, address }: Destination,
  { content, orderId }: Notification,
  { correlationId }: MessageContext,
): Promise<Delivery> => {
  switch (channel) {
    case 'email':
      return mailer.send({ to: address, content, reference: { orderId, correlationId } });
    case 'sms':
      return texter.send({ to: address, content });
  }
};
