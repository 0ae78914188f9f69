import type { EventData } from '../../../shared/events/catalog.ts';
import type { InboxEvent } from '../../../shared/events/subscriptions.ts';
import type { Instant } from '../../../shared/kernel/clock.ts';
import { isPseudonym } from '../../../shared/kernel/ids.ts';
import { MOST_OF_A_TYPE, nameOf, typeOf, type OrderRow, type RowEvent, type RowRefund } from './order-row.ts';

type EventType = InboxEvent<'insights-inbox'>;

/** An event about an order, with its correlation id and causation id. */
export type OrderEvent = {
  readonly [Type in EventType]: {
    readonly type: Type;
    readonly id: string;
    readonly at: Instant;
    readonly correlationId: string;
    readonly causationId: string;
    readonly data: EventData<Type>;
  };
}[EventType];

/** The facts about an order that one event contains. */
type Facts = Partial<
  Pick<OrderRow, 'customerId' | 'placedAt' | 'totalAmount' | 'currency' | 'units' | 'captured' | 'refund'>
>;

const unitsOf = (items: EventData<'OrderPaid'>['items']): Readonly<Record<string, number>> => {
  // A `Map` and not an object, because a product may have the id `constructor`, and every object has a property with
  // this name.
  const units = new Map<string, number>();
  for (const { productId, quantity } of items) units.set(productId, (units.get(productId) ?? 0) + quantity);
  return Object.fromEntries(units);
};

const factsOf = (event: OrderEvent): Facts => {
  switch (event.type) {
    case 'OrderCreated': {
      const { items, totalAmount, currency, customerId } = event.data;
      // The first OrderCreated is published when the order is placed. Later OrderCreated events request the stock
      // again. They have a later time, and the row keeps the earliest time.
      return { customerId, placedAt: event.at, totalAmount, currency, units: unitsOf(items) };
    }
    case 'OrderPaid': {
      const { items, totalAmount, currency, customerId, placedAt } = event.data;
      return { customerId, placedAt, totalAmount, currency, units: unitsOf(items) };
    }
    case 'PaymentSucceeded': {
      const { customerId, amount, currency } = event.data;
      return { customerId, captured: amount, currency };
    }
    case 'RefundCompleted':
    case 'RefundFailed': {
      const { customerId, refundedAmount, revision = 0 } = event.data;
      return { customerId, refund: { revision, amount: refundedAmount } };
    }
    case 'StockReserved':
    case 'StockReservationFailed':
    case 'PaymentClosed':
    case 'RefundAccepted':
      return {};
    case 'PaymentRequested':
    case 'PaymentReminderDue':
    case 'PaymentClosureRequested':
    case 'OrderPreparing':
    case 'OrderRejected':
    case 'OrderCancelled':
    case 'OrderExpired':
    case 'OrderCompleted':
    case 'RefundRequested':
    case 'OrderAnonymised':
    case 'PaymentLinkCreated':
    case 'PaymentFailed':
    case 'PaymentDisputed':
    case 'FulfilmentStarted':
    case 'FulfilmentReady':
    case 'FulfilmentCompleted':
      return { customerId: event.data.customerId };
  }
};

/** The smaller value, or the only one that is defined. So the result is the same whichever event arrives first. */
const smaller = <Value extends string | number>(a?: Value, b?: Value): Value | undefined =>
  a === undefined || (b !== undefined && b < a) ? b : a;

/** A pseudonym replaces the customer's id for ever, even if older events with the id arrive later. */
const customerOf = (a?: string, b?: string): string | undefined => {
  const forgotten = [a, b].filter((id) => id !== undefined && isPseudonym(id));
  return forgotten.length > 0 ? smaller(...forgotten) : smaller(a, b);
};

const latestRefund = (a?: RowRefund, b?: RowRefund): RowRefund | undefined => {
  if (a === undefined || b === undefined) return a ?? b;
  if (a.revision !== b.revision) return a.revision > b.revision ? a : b;
  return a.amount >= b.amount ? a : b;
};

type FullEvent = Required<RowEvent>;

/** Restores the ids that `shortOf` left out because the event shares them with its row. */
const fullOf = ({ at, by, correlationId }: RowEvent, ofRow = ''): FullEvent => {
  const own = correlationId ?? ofRow;
  return { at, by: by ?? nameOf('', own), correlationId: own };
};

/** Leaves out the ids that an event shares with its row, because DynamoDB charges for each kilobyte of an item. */
const shortOf = ({ at, by, correlationId }: FullEvent, ofRow: string | undefined): RowEvent => ({
  at,
  ...(by === nameOf('', correlationId) ? {} : { by }),
  ...(correlationId === ofRow ? {} : { correlationId }),
});

const textOf = ({ at, by, correlationId }: FullEvent): string => [at, by, correlationId].join('\n');

/** The events of a row in full, in the order in which they happened. */
export const eventsOf = (row: OrderRow): readonly (readonly [string, FullEvent])[] =>
  Object.entries(row.events)
    .map(([name, event]) => [name, fullOf(event, row.correlationId)] as const)
    .toSorted(byTime);

const byTime = ([a, one]: readonly [string, FullEvent], [b, other]: readonly [string, FullEvent]): number => {
  const [first, second] = [`${one.at} ${a}`, `${other.at} ${b}`];
  return first < second ? -1 : first > second ? 1 : 0;
};

/** The row of an order of which nothing is known yet. */
export const emptyRow = (orderId: string): OrderRow => ({ orderId, events: {} });

/** Adds the facts of an event to a row. Returns the same object if the row already contains all of them. */
const withFacts = (row: OrderRow, facts: Facts): OrderRow => {
  const merged = {
    customerId: customerOf(row.customerId, facts.customerId),
    placedAt: smaller(row.placedAt, facts.placedAt),
    totalAmount: row.totalAmount ?? facts.totalAmount,
    currency: row.currency ?? facts.currency,
    units: row.units ?? facts.units,
    captured: row.captured ?? facts.captured,
    refund: latestRefund(row.refund, facts.refund),
  };
  const changed = Object.entries(merged).filter(
    ([name, value]) => value !== undefined && value !== row[name as keyof Facts],
  );
  return changed.length === 0 ? row : { ...row, ...Object.fromEntries(changed) };
};

/** The correlation id of the request that placed the order. The first OrderCreated has this correlation id. */
const placementOf = (events: readonly (readonly [string, FullEvent])[]): string | undefined =>
  events.filter(([name]) => typeOf(name) === 'OrderCreated').toSorted(byTime)[0]?.[1].correlationId;

/** Replaces the events of a row, and derives the row's correlation id from them. */
const withEvents = (row: OrderRow, events: readonly (readonly [string, FullEvent])[]): OrderRow => {
  const placement = placementOf(events);
  const short = events.map(([name, full]) => [name, shortOf(full, placement)] as const);
  const { correlationId: _before, ...rest } = row;
  return {
    ...rest,
    ...(placement === undefined ? {} : { correlationId: placement }),
    events: Object.fromEntries(short),
  };
};

/** Adds an event. Of each type, only the earliest `MOST_OF_A_TYPE` events stay. */
const withEvent = (row: OrderRow, name: string, added: FullEvent): OrderRow => {
  const type = typeOf(name);
  if (type !== 'OrderCreated' && !(name in row.events)) {
    const others = Object.keys(row.events).filter((one) => typeOf(one) === type);
    if (others.length < MOST_OF_A_TYPE) {
      return { ...row, events: { ...row.events, [name]: shortOf(added, row.correlationId) } };
    }
  }
  const before = new Map(eventsOf(row));
  const all = [...before.set(name, added)].toSorted(byTime);
  const ofType = all.filter(([one]) => typeOf(one) === type);
  if (ofType.length <= MOST_OF_A_TYPE) return withEvents(row, all);
  const last = ofType.at(-1)?.[0];
  const kept = all.filter(([one]) => one !== last);
  return last === name && row.hasMore === true ? row : { ...withEvents(row, kept), hasMore: true };
};

/**
 * Adds an event to a row. Events may arrive in any order and repeatedly, with the same result. This works because each
 * part of the row is a minimum, a maximum or a union of what the events contain, or is the same in all of them.
 * @returns the same row if the event adds nothing
 */
export const fold = (row: OrderRow, event: OrderEvent): OrderRow => {
  const { orderId } = row;
  const { at, correlationId } = event;
  const name = nameOf(orderId, event.id);
  const added = { at, by: nameOf(orderId, event.causationId), correlationId };
  const informed = withFacts(row, factsOf(event));
  const stored = row.events[name];
  // An event may be published again later, with the same id. The earliest copy is kept.
  const isKnown = stored !== undefined && textOf(fullOf(stored, row.correlationId)) <= textOf(added);
  return isKnown ? informed : withEvent(informed, name, added);
};
