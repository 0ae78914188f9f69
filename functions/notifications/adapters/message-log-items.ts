import type { Channel } from '../domain/contact.ts';
import type { LoggedMessage, MessageKey, OrderLog, Outcome } from '../domain/message-log.ts';

const PREFIX = 'log#';

/** The key of an order's log. */
export const keyOf = (orderId: string): string => `${PREFIX}${orderId}`;

/** An event's id begins with the event's type (`eventId` in shared/events/integration-event.ts). */
const typeOf = (eventId: string): string => eventId.split(':', 1)[0] ?? '';

/**
 * The name of the attribute in the order's item that holds a message:
 * - for the event `OrderCreated:<order>:1` it is `email:OrderCreated:1`. The name omits the order's id, to keep items
 *   below 1 KB;
 * - for an event id of any other form it is `email=<event id>`. Because of the other separator, this name cannot equal
 *   a name of the first kind.
 */
export const attributeOf = (orderId: string, { eventId, channel }: MessageKey): string =>
  `${channel}${nameOf(orderId, eventId)}`;

/** The part of a name from `attributeOf` that follows the channel. It identifies the event among the order's events. */
export const nameOf = (orderId: string, eventId: string): string => {
  const type = typeOf(eventId);
  const usual = `${type}:${orderId}`;
  const rest = eventId.slice(usual.length);
  return eventId.startsWith(usual) && (rest === '' || rest.startsWith(':'))
    ? `:${type}${rest}`
    : `=${eventId}`;
};

const eventIdOf = (orderId: string, name: string): string => {
  const text = name.slice(1);
  const type = typeOf(text);
  return name.startsWith('=') ? text : `${type}:${orderId}${text.slice(type.length)}`;
};

/**
 * The name of an attribute begins with this prefix if the attribute holds the ids of all events of one type that the
 * customer was told of.
 */
export const TOLD = 'told:';

/** The inverse of `attributeOf`. Returns `undefined` for an attribute that does not hold a message. */
export const messageKeyOf = (orderId: string, attribute: string): MessageKey | undefined => {
  const [, channel, name = ''] = /^(email|sms)([:=].*)$/s.exec(attribute) ?? [];
  return channel === undefined
    ? undefined
    : { eventId: eventIdOf(orderId, name), channel: channel as Channel };
};

/** The value of the attribute that holds a message: a worker's claim on the message, or how the message ended. */
interface StoredMessage {
  readonly claimedUntil?: string;
  readonly sentAt?: string;
  readonly subject?: string;
  /** Absent if the event's id begins with the event's type. */
  readonly eventType?: string;
  readonly refusedAt?: string;
  readonly code?: string;
  readonly suppressedAt?: string;
}

/** Converts an outcome to the value of the attribute that holds the message. */
export const storedOf = (eventId: string, outcome: Outcome): StoredMessage => {
  switch (outcome.status) {
    case 'SENT': {
      const { sentAt, subject, eventType } = outcome;
      return { sentAt, subject, ...(eventType === typeOf(eventId) ? {} : { eventType }) };
    }
    case 'REFUSED':
      return { refusedAt: outcome.refusedAt, code: outcome.code };
    case 'SUPPRESSED':
      return { suppressedAt: outcome.suppressedAt };
  }
};

const stateOf = (eventId: string, stored: StoredMessage): LoggedMessage['state'] => {
  const {
    claimedUntil,
    sentAt,
    subject = '',
    eventType = typeOf(eventId),
    refusedAt = '',
    code = '',
    suppressedAt,
  } = stored;
  if (claimedUntil !== undefined) return { status: 'CLAIMED', claimedUntil };
  if (sentAt !== undefined) return { status: 'SENT', sentAt, eventType, subject };
  if (suppressedAt !== undefined) return { status: 'SUPPRESSED', suppressedAt };
  return { status: 'REFUSED', refusedAt, code };
};

const eventIdsIn = (orderId: string, names: ReadonlySet<string>): readonly string[] =>
  [...names].map((name) => eventIdOf(orderId, name)).toSorted();

/** Reads an order's log from its item. */
export const orderLogOf = (item: Readonly<Record<string, unknown>>): OrderLog => {
  const {
    pk,
    sortKey = '',
    settledAt,
    forgottenAt,
  } = item as Record<'pk' | 'sortKey' | 'settledAt' | 'forgottenAt', string | undefined>;
  const orderId = (pk ?? '').slice(PREFIX.length);
  const told = Object.entries(item).flatMap(([attribute, value]) =>
    attribute.startsWith(TOLD)
      ? [[attribute.slice(TOLD.length), eventIdsIn(orderId, value as ReadonlySet<string>)] as const]
      : [],
  );
  return {
    orderId,
    sortKey,
    ...(settledAt === undefined ? {} : { settledAt }),
    ...(forgottenAt === undefined ? {} : { forgottenAt }),
    ...(told.length === 0 ? {} : { told: Object.fromEntries(told) }),
    messages: Object.entries(item).flatMap(([attribute, value]) => {
      const key = messageKeyOf(orderId, attribute);
      return key === undefined ? [] : [{ ...key, state: stateOf(key.eventId, value as StoredMessage) }];
    }),
  };
};
