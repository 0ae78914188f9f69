import type { Instant } from '../../../shared/kernel/clock.ts';
import type { Page, PageRequest } from '../../../shared/kernel/page.ts';
import type { Channel } from './contact.ts';
import type { PaymentMeaning } from './notification.ts';

/** Identifies a message of an order: one event gives one message on each channel. */
export interface MessageKey {
  readonly eventId: string;
  readonly channel: Channel;
}

/** How a message ended. It has no address, because addresses are only in the contact details. */
export type Outcome =
  | {
      readonly status: 'SENT';
      readonly sentAt: Instant;
      readonly eventType: string;
      readonly subject: string;
    }
  /** The provider refused it for good. `code` is the provider's name for the reason. */
  | { readonly status: 'REFUSED'; readonly refusedAt: Instant; readonly code: string };

/** A message in the log: claimed by a worker until some instant, or done. */
export interface LoggedMessage extends MessageKey {
  readonly state: { readonly status: 'CLAIMED'; readonly claimedUntil: Instant } | Outcome;
}

/** Everything that the log has about one order. */
export interface OrderLog {
  readonly orderId: string;
  /** The position of the order in its customer's list; see `sortKeyOf`. It never changes. */
  readonly sortKey: string;
  /** Since when the order needs no more money, because it was paid or has ended. */
  readonly settledAt?: Instant;
  /** In no particular order. */
  readonly messages: readonly LoggedMessage[];
}

/** A worker's claim of an event's messages. */
export interface Claim {
  readonly orderId: string;
  readonly customerId: string;
  readonly eventId: string;
  readonly channels: readonly Channel[];
  readonly meaning: PaymentMeaning;
  readonly now: Instant;
  readonly until: Instant;
}

/** The channels of a refused claim. Those that are neither free nor busy are done, or no longer wanted. */
export interface RemainingChannels {
  /** Channels that can still be claimed. */
  readonly free: readonly Channel[];
  /** True if another worker holds one of the other channels. */
  readonly busy: boolean;
}

/** The position of an order in its customer's list: by when its first message was claimed, then by its id. */
export const sortKeyOf = (firstClaimedAt: Instant, orderId: string): string => `${firstClaimedAt}#${orderId}`;

/** The order id in a sort key. */
export const orderIdIn = (sortKey: string): string => sortKey.slice(sortKey.indexOf('#') + 1);

/**
 * What is left of a claim, by the log that refused it: always fewer channels than it wanted. For a settled order, an
 * event that asks for money has nothing left.
 */
export const remainingChannels = (
  { settledAt, messages }: OrderLog,
  { eventId, channels, meaning, now }: Claim,
): RemainingChannels => {
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

/** A sent message, as its customer sees it. */
export interface SentMessage {
  readonly eventType: string;
  readonly orderId: string;
  readonly channel: Channel;
  readonly sentAt: Instant;
  readonly subject: string;
}

/** A sent message with its key among the messages of its order: by time, then by event and channel. */
export interface KeyedMessage {
  readonly key: string;
  readonly message: SentMessage;
}

/** The sent messages of an order, newest first, without claims and refusals. */
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

/** How one message of an order ended. */
export interface RecordedMessage extends MessageKey {
  readonly orderId: string;
  readonly outcome: Outcome;
}

/** Stores, for each order, its messages and whether it is settled. Each operation is one storage call. */
export interface MessageLog {
  /**
   * Claims an event's messages, on all of its channels or on none, in one conditional write. Each message must be new,
   * or have a claim that ran out by `now`; an event that asks for money also requires an order that is not settled. If
   * one event is delivered twice at the same time, only one delivery sends. The claim of a crashed worker runs out.
   *
   * An event that settles its order marks the order as settled in the same write, whether or not its message is sent.
   * @returns the log that refused the claim, if one did: `remainingChannels` says what is left.
   */
  claim(claim: Claim): Promise<'claimed' | OrderLog>;
  /** Records how a message ended. This replaces its claim. */
  record(message: RecordedMessage): Promise<void>;
  /**
   * The sort keys of a customer's orders, newest first; `after` is a sort key. Eventually consistent: a new order may
   * take a moment to appear.
   */
  sortKeysOfCustomer(customerId: string, page: PageRequest): Promise<Page<string>>;
  /** Reads the logs of up to 100 orders, eventually consistent, in the order of `orderIds`. */
  loadMany(orderIds: readonly string[]): Promise<readonly OrderLog[]>;
}
