import type { Channel } from '../domain/contact.ts';
import type { LoggedMessage, MessageKey, OrderLog, Outcome } from '../domain/order-log.ts';

const PREFIX = 'log#';

/** The key of an order's log. */
export const keyOf = (orderId: string): string => `${PREFIX}${orderId}`;

/** What an event's id begins with: its type (see `eventId` of the events). */
const typeOf = (eventId: string): string => eventId.split(':', 1)[0] ?? '';

/**
 * The attribute of a message. An item has to stay below 1 KB, so the order's id is left out of the event's:
 * `email:OrderCreated:1` for `OrderCreated:<order>:1`. An id of any other form is kept whole, after another sign:
 * `email=…`. Within an order, different messages have different attributes, whatever their events' ids are.
 */
export const attributeOf = (orderId: string, { eventId, channel }: MessageKey): string => {
  const type = typeOf(eventId);
  const usual = `${type}:${orderId}`;
  const rest = eventId.slice(usual.length);
  return eventId.startsWith(usual) && (rest === '' || rest.startsWith(':'))
    ? `${channel}:${type}${rest}`
    : `${channel}=${eventId}`;
};

/** The message of an attribute: `attributeOf` backwards; `undefined` for an attribute that is no message. */
export const messageKeyOf = (orderId: string, attribute: string): MessageKey | undefined => {
  const [, channel, sign, text = ''] = /^(email|sms)([:=])(.*)$/s.exec(attribute) ?? [];
  if (channel === undefined) return undefined;
  const type = typeOf(text);
  const eventId = sign === '=' ? text : `${type}:${orderId}${text.slice(type.length)}`;
  return { eventId, channel: channel as Channel };
};

/** A message's attribute, by what it holds: a claim, or what became of it. */
interface Stored {
  readonly claimedUntil?: string;
  readonly sentAt?: string;
  readonly subject?: string;
  /** Where the event's id does not begin with it. */
  readonly eventType?: string;
  readonly refusedAt?: string;
  readonly code?: string;
}

/** What became of a message, as its attribute holds it. */
export const storedOf = (eventId: string, outcome: Outcome): Stored => {
  switch (outcome.status) {
    case 'SENT': {
      const { sentAt, subject, eventType } = outcome;
      return { sentAt, subject, ...(eventType === typeOf(eventId) ? {} : { eventType }) };
    }
    case 'REFUSED':
      return { refusedAt: outcome.refusedAt, code: outcome.code };
  }
};

const stateOf = (eventId: string, stored: Stored): LoggedMessage['state'] => {
  const {
    claimedUntil,
    sentAt,
    subject = '',
    eventType = typeOf(eventId),
    refusedAt = '',
    code = '',
  } = stored;
  if (claimedUntil !== undefined) return { status: 'CLAIMED', claimedUntil };
  if (sentAt !== undefined) return { status: 'SENT', sentAt, eventType, subject };
  return { status: 'REFUSED', refusedAt, code };
};

/** An item as the log of its order. */
export const orderLogOf = (item: Readonly<Record<string, unknown>>): OrderLog => {
  const { pk, toldKey = '', settledAt } = item as Record<'pk' | 'toldKey' | 'settledAt', string | undefined>;
  const orderId = (pk ?? '').slice(PREFIX.length);
  return {
    orderId,
    place: toldKey,
    ...(settledAt === undefined ? {} : { settledAt }),
    messages: Object.entries(item).flatMap(([attribute, value]) => {
      const key = messageKeyOf(orderId, attribute);
      return key === undefined ? [] : [{ ...key, state: stateOf(key.eventId, value as Stored) }];
    }),
  };
};
