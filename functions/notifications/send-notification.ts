import { AppError } from '../../shared/errors.ts';
import { addSeconds, type Clock, type Instant } from '../../shared/kernel/clock.ts';
import type { MessageContext } from '../../shared/kernel/messages.ts';
import { destinationsOf, type Channel, type ContactStore, type Destination } from './domain/contact.ts';
import { countsFrom, exceedsLimit, MOST_ORDERS, needsNoCount } from './domain/message-limit.ts';
import {
  orderIdIn,
  remainingChannels,
  type Claim,
  type MessageLog,
  type OrderLog,
  type Outcome,
  type RemainingChannels,
} from './domain/message-log.ts';
import type { Notification, Notify } from './domain/notification.ts';
import { sendOn, type Providers } from './domain/providers.ts';

/** What may be logged about a message that a provider refused permanently. */
export interface Refusal {
  readonly eventId: string;
  readonly channel: Channel;
  readonly code: string;
}

/** The ports and settings of the use case. */
export interface SendNotificationDependencies extends Providers {
  readonly contacts: Pick<ContactStore, 'loadEventuallyConsistent'>;
  readonly log: Pick<MessageLog, 'claim' | 'record' | 'sortKeysOfCustomer' | 'loadMany'>;
  readonly now: Clock;
  /** How long a claim lasts: as long as the Lambda function may run. */
  readonly claimSeconds: number;
  /** The countries whose numbers get text messages (ISO 3166). */
  readonly textCountries: readonly string[];
  /**
   * The most messages that a customer gets about the orders of the last 24 hours. The value is at least `LEAST_LIMIT`.
   * If it is absent, there is no limit.
   */
  readonly maxMessagesADay?: number | undefined;
  readonly onSuppressed: (message: Omit<Refusal, 'code'>) => void;
  readonly onRefused: (refusal: Refusal) => void;
}

/**
 * Notifies a customer of a fact, once on each channel:
 * 1. read the contact details. If no channel can be used (`destinationsOf`), stop: such an event costs only this read;
 * 2. claim the event's messages on all channels by one write, so that no other worker sends them. If the event means
 *    that the order is paid or has ended, the same write marks the order as settled. If the event asks for money and
 *    the order is settled, or if the customer was told of enough events of this type, send nothing;
 * 3. on each channel, send the message and then record it. If a worker dies between the two, the message is sent twice.
 *    If the customer had too many messages in 24 hours, record the message as suppressed, and do not send it.
 *
 * A message that the provider refuses permanently is recorded as refused, and it is not tried again.
 * @throws AppError `unavailable` if another worker is sending a message, or after any failure of a provider but a
 *   permanent refusal. The event is then delivered again.
 */
export const sendNotification =
  (ports: SendNotificationDependencies): Notify =>
  async (notification, context) => {
    const contact = await ports.contacts.loadEventuallyConsistent(notification.customerId);
    const destinations = contact === undefined ? [] : destinationsOf(contact, ports.textCountries);
    if (destinations.length === 0) return;
    const { eventType, orderId, customerId, most, meaning } = notification;
    const now = ports.now();
    const { claimed, busy, after } = await claimFreeChannels(ports.log, {
      orderId,
      customerId,
      eventId: messageIdOf(notification, context),
      ...(most === undefined ? {} : { limit: { eventType, most } }),
      channels: destinations.map(({ channel }) => channel),
      meaning,
      now,
      until: addSeconds(now, ports.claimSeconds),
    });
    const isTooMuch = after !== undefined && (await exceedsDay(ports, after, customerId, now));
    const results = await Promise.allSettled(
      destinations
        .filter(({ channel }) => claimed.includes(channel))
        .map(async (destination) =>
          isTooMuch
            ? suppress(ports, destination.channel, notification, context)
            : sendAndRecord(ports, destination, notification, context),
        ),
    );
    // If sending fails on one channel, the message on the other channel is still sent. The error makes SQS deliver the
    // event again.
    for (const result of results) if (result.status === 'rejected') throw result.reason;
    if (busy)
      throw new AppError('unavailable', 'notification.busy', 'Another worker is sending this message');
  };

/**
 * True if a customer would get too many messages in 24 hours. For most customers, the check costs half a read unit.
 * The index is eventually consistent, so orders of about the last second may be missed.
 * @param own the order's log, including the messages that were just claimed.
 */
const exceedsDay = async (
  { log, maxMessagesADay }: SendNotificationDependencies,
  own: OrderLog,
  customerId: string,
  now: Instant,
): Promise<boolean> => {
  if (maxMessagesADay === undefined) return false;
  const { items } = await log.sortKeysOfCustomer(customerId, { limit: MOST_ORDERS });
  // A sort key begins with the time of the order's first claim.
  const others = items
    .filter((sortKey) => sortKey > countsFrom(now))
    .map(orderIdIn)
    .filter((orderId) => orderId !== own.orderId);
  if (needsNoCount(own, others.length)) return false;
  const logs = others.length === 0 ? [] : await log.loadMany(others);
  return exceedsLimit([own, ...logs], maxMessagesADay);
};

const messageIdOf = ({ messageId }: Notification, { causationId }: MessageContext): string =>
  messageId ?? causationId;

const suppress = async (
  { log, now, onSuppressed }: SendNotificationDependencies,
  channel: Channel,
  notification: Notification,
  context: MessageContext,
): Promise<void> => {
  const { orderId } = notification;
  const eventId = messageIdOf(notification, context);
  await log.record({ eventId, channel, orderId, outcome: { status: 'SUPPRESSED', suppressedAt: now() } });
  onSuppressed({ eventId, channel });
};

/**
 * Claims all channels that are free. `busy`: another worker is sending the message on one of the other channels.
 * `after`: the order's log with the claims, if anything was claimed.
 */
const claimFreeChannels = async (
  log: SendNotificationDependencies['log'],
  claim: Claim,
): Promise<{ readonly claimed: readonly Channel[]; readonly busy: boolean; readonly after?: OrderLog }> => {
  let left: RemainingChannels = { free: claim.channels, busy: false };
  // Each refusal leaves fewer free channels. So the number of rounds need not exceed the number of channels.
  for (let round = 0; round < claim.channels.length; round += 1) {
    const answer = await log.claim({ ...claim, channels: left.free });
    if (answer.outcome === 'claimed') return { claimed: left.free, busy: left.busy, after: answer.log };
    left = remainingChannels(answer.log, claim);
    if (left.free.length === 0) return { claimed: [], busy: left.busy };
  }
  throw new AppError(
    'unavailable',
    'notification.claim-refused',
    'The message log refuses to claim channels that it shows as free',
  );
};

const sendAndRecord = async (
  ports: SendNotificationDependencies,
  destination: Destination,
  notification: Notification,
  context: MessageContext,
): Promise<void> => {
  const { eventType, orderId, customerId, content } = notification;
  const key = { eventId: messageIdOf(notification, context), channel: destination.channel };
  const result = await sendOn(destination.channel, ports, {
    to: destination.address,
    customerId,
    content,
    reference: { orderId, correlationId: context.correlationId },
  });
  const at = ports.now();
  const outcome: Outcome =
    result.outcome === 'sent'
      ? { status: 'SENT', sentAt: at, eventType, subject: content.subject }
      : { status: 'REFUSED', refusedAt: at, code: result.code };
  await ports.log.record({ ...key, orderId, outcome });
  if (result.outcome === 'refused') ports.onRefused({ ...key, code: result.code });
};
