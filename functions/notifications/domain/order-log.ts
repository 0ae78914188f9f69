import type { Instant } from '../../../shared/kernel/clock.ts';
import type { Channel } from './contact.ts';
import type { PaymentMeaning } from './notification.ts';

/** Names a message of an order: one event is told once on each channel. */
export interface MessageKey {
  readonly eventId: string;
  readonly channel: Channel;
}

/** What became of a message. No address: that is in the contact details alone. */
export type Outcome =
  | {
      readonly status: 'SENT';
      readonly sentAt: Instant;
      readonly eventType: string;
      readonly subject: string;
    }
  /** The provider refused it for good; `code` is the provider's name for why. */
  | { readonly status: 'REFUSED'; readonly refusedAt: Instant; readonly code: string };

/** A message as the log has it: a worker has it for itself until some instant, or it is over. */
export interface LoggedMessage extends MessageKey {
  readonly state: { readonly status: 'CLAIMED'; readonly claimedUntil: Instant } | Outcome;
}

/** All that the log has about one order. */
export interface OrderLog {
  readonly orderId: string;
  /** Where the order stands in its customer's list: see `placeOf`. It never changes. */
  readonly place: string;
  /** Since when the order wants no money any more: it was paid, or it ended. */
  readonly settledAt?: Instant;
  /** In no particular order. */
  readonly messages: readonly LoggedMessage[];
}

/** A claim of an event's messages for one worker. */
export interface Claim {
  readonly orderId: string;
  readonly customerId: string;
  readonly eventId: string;
  readonly channels: readonly Channel[];
  readonly meaning: PaymentMeaning;
  readonly now: Instant;
  readonly until: Instant;
}

/** How the messages of a claim stand. */
export interface Standing {
  /** The channels that are still to be claimed. */
  readonly free: readonly Channel[];
  /** Whether another worker is at one of the rest; otherwise they are done, or pointless. */
  readonly busy: boolean;
}

/** Where an order stands in its customer's list: by the instant at which its first message was claimed, then by its id. */
export const placeOf = (firstClaimedAt: Instant, orderId: string): string => `${firstClaimedAt}#${orderId}`;

/** The order that stands at a place. */
export const orderIdAt = (place: string): string => place.slice(place.indexOf('#') + 1);

/**
 * How a claim's messages stand, by the log that refused it: what it may still claim is less than what it wanted. Nobody is
 * asked for money for an order that is settled: then nothing is left.
 */
export const standingOf = (
  { settledAt, messages }: OrderLog,
  { eventId, channels, meaning, now }: Claim,
): Standing => {
  if (meaning === 'asks' && settledAt !== undefined) return { free: [], busy: false };
  const free: Channel[] = [];
  let busy = false;
  for (const channel of channels) {
    const state = messages.find((other) => other.eventId === eventId && other.channel === channel)?.state;
    // Instants sort as text.
    if (state === undefined || (state.status === 'CLAIMED' && state.claimedUntil <= now)) free.push(channel);
    else if (state.status === 'CLAIMED') busy = true;
  }
  return { free, busy };
};

/** What was sent to a customer, as they see it. */
export interface SentMessage {
  readonly eventType: string;
  readonly orderId: string;
  readonly channel: Channel;
  readonly sentAt: Instant;
  readonly subject: string;
}

/** A sent message, and its key among those of its order: by the instant, then by event and channel. */
export interface KeyedMessage {
  readonly key: string;
  readonly message: SentMessage;
}

/** What was sent about an order, the newest first. Claims and refusals are not among it. */
export const sentOf = ({ orderId, messages }: OrderLog): readonly KeyedMessage[] =>
  messages
    .flatMap(({ eventId, channel, state }): readonly KeyedMessage[] => {
      if (state.status !== 'SENT') return [];
      const { eventType, sentAt, subject } = state;
      return [
        { key: `${sentAt}#${eventId}#${channel}`, message: { eventType, orderId, channel, sentAt, subject } },
      ];
    })
    .toSorted((a, b) => (a.key > b.key ? -1 : 1));
