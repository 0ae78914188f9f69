import type { Instant } from '../../../shared/kernel/clock.ts';
import type { Page, PageRequest } from '../../../shared/kernel/page.ts';
import type { Channel } from './contact.ts';
import type { PaymentMeaning } from './notification.ts';

/**
 * Identifies a message of an order. A fact, such as that the order is paid, has at most one message on each channel.
 */
export interface MessageKey {
  /** The id of the event that stated the fact first. */
  readonly eventId: string;
  readonly channel: Channel;
}

/** How a message ended. It contains no address, because only the contact details contain addresses. */
export type Outcome =
  | {
      readonly status: 'SENT';
      readonly sentAt: Instant;
      readonly eventType: string;
      readonly subject: string;
    }
  /** The provider refused the message permanently. `code` is the name of the provider's error. */
  | { readonly status: 'REFUSED'; readonly refusedAt: Instant; readonly code: string }
  /** The message was not sent, because its customer had too many messages in 24 hours. */
  | { readonly status: 'SUPPRESSED'; readonly suppressedAt: Instant };

/** A message in the log: a worker has claimed it until `claimedUntil`, or it has ended. */
export interface LoggedMessage extends MessageKey {
  readonly state: { readonly status: 'CLAIMED'; readonly claimedUntil: Instant } | Outcome;
}

/** Everything that the log contains about one order. */
export interface OrderLog {
  readonly orderId: string;
  /** The order's position in the customer's list (see `sortKeyOf`). It never changes, but `forget` removes it. */
  readonly sortKey: string;
  /** When the order was settled: it was paid or has ended, so it needs no more money. Absent until then. */
  readonly settledAt?: Instant;
  /** When the order's customer was forgotten. From then on, no message about the order is sent. */
  readonly forgottenAt?: Instant;
  /** For event types with a limit (`Claim.limit`): the ids of the events that the customer was told of, sorted. */
  readonly told?: Readonly<Record<string, readonly string[]>>;
  /** The order's messages, in no particular order. */
  readonly messages: readonly LoggedMessage[];
}

/** A worker's request to be the only one that sends an event's messages, until `until`. */
export interface Claim {
  readonly orderId: string;
  readonly customerId: string;
  readonly eventId: string;
  readonly channels: readonly Channel[];
  readonly meaning: PaymentMeaning;
  /** The customer is told of at most `most` events of this type about the order. */
  readonly limit?: { readonly eventType: string; readonly most: number };
  readonly now: Instant;
  readonly until: Instant;
}

/** The result of a claim, with the order's log as it is now, after the claim or its refusal. */
export interface ClaimResult {
  readonly outcome: 'claimed' | 'refused';
  readonly log: OrderLog;
}

/** Which channels of a refused claim the worker can still claim. */
export interface RemainingChannels {
  /** Channels that can still be claimed. */
  readonly free: readonly Channel[];
  /** True if another worker is sending the message on a channel that is not free. */
  readonly busy: boolean;
}

/** Builds the key that sorts the orders of a customer: by the time of the first claim, then by order id. */
export const sortKeyOf = (firstClaimedAt: Instant, orderId: string): string => `${firstClaimedAt}#${orderId}`;

/** Extracts the order id from a sort key. */
export const orderIdIn = (sortKey: string): string => sortKey.slice(sortKey.indexOf('#') + 1);

/**
 * True if the customer was already told of as many events of this type as the claim allows, and this event is not one
 * of them.
 */
export const isToldEnough = ({ told = {} }: Pick<OrderLog, 'told'>, { eventId, limit }: Claim): boolean => {
  if (limit === undefined) return false;
  const others = told[limit.eventType] ?? [];
  return others.length >= limit.most && !others.includes(eventId);
};

/**
 * Finds out which channels of a refused claim can still be claimed. The result always has fewer channels than the
 * claim. It has no channels if the customer is forgotten or was told of enough events, or if the order is settled and
 * the event asks for money.
 */
export const remainingChannels = (log: OrderLog, claim: Claim): RemainingChannels => {
  const { settledAt, forgottenAt, messages } = log;
  const { eventId, channels, meaning, now } = claim;
  const isInVain = meaning === 'asks' && settledAt !== undefined;
  if (forgottenAt !== undefined || isInVain || isToldEnough(log, claim)) return { free: [], busy: false };
  const free: Channel[] = [];
  let busy = false;
  for (const channel of channels) {
    const state = messages.find((other) => other.eventId === eventId && other.channel === channel)?.state;
    if (state === undefined || (state.status === 'CLAIMED' && state.claimedUntil <= now)) free.push(channel);
    else if (state.status === 'CLAIMED') busy = true;
  }
  return { free, busy };
};

/** A sent message, as the API shows it to the customer. */
export interface SentMessage {
  readonly eventType: string;
  readonly orderId: string;
  readonly channel: Channel;
  readonly sentAt: Instant;
  readonly subject: string;
}

/** A sent message and its sort key among the order's messages. The key sorts by time, then by event and channel. */
export interface KeyedMessage {
  readonly key: string;
  readonly message: SentMessage;
}

/** The messages of an order that were sent, newest first. */
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

/**
 * Stores the messages of each order, and whether the order is settled (paid or ended). Each operation is one storage
 * call, but a batch read may need more.
 */
export interface MessageLog {
  /**
   * Claims an event's messages on all channels of `claim` or on none, in one conditional write. So if an event is
   * delivered twice at the same time, only one worker sends its messages. The conditions are:
   * - each message is new, or its claim has expired, for example because its worker crashed;
   * - if the event asks for money, the order is not settled;
   * - the order's customer is not forgotten;
   * - if the claim has a `limit`, the event is one of the first `limit.most` of its type that are claimed for the
   *   order.
   *
   * If the event settles the order, the same write marks the order as settled.
   * @returns the outcome, with the order's log. `remainingChannels` finds the free channels of a refused claim.
   */
  claim(claim: Claim): Promise<ClaimResult>;
  /** Records how a message ended. The record replaces the claim. */
  record(message: RecordedMessage): Promise<void>;
  /**
   * Removes the order from its customer's list. From now on, no message of the order can be claimed. So a worker that
   * read the customer's id earlier cannot write this id again. If the order has no log, this call creates one.
   */
  forget(orderId: string, at: Instant): Promise<void>;
  /**
   * Lists the sort keys of a customer's orders, newest first. `after` is a sort key. The list is eventually consistent,
   * so a new order may take a moment to appear.
   */
  sortKeysOfCustomer(customerId: string, page: PageRequest): Promise<Page<string>>;
  /** Reads the logs of up to 100 orders, eventually consistent, in the same sequence as `orderIds`. */
  loadMany(orderIds: readonly string[]): Promise<readonly OrderLog[]>;
}
