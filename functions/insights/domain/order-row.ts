import type { OrderStatus } from '../../../shared/events/orders.ts';
import type { Instant } from '../../../shared/kernel/clock.ts';

/** When an event happened, and what caused it. */
export interface RowEvent {
  readonly at: Instant;
  /**
   * The name (`nameOf`) of the event or request that caused this one. Absent if the cause is the HTTP request whose id
   * is the correlation id.
   */
  readonly by?: string;
  /** The correlation id of the event. Absent if it is the correlation id of the row. */
  readonly correlationId?: string;
}

/**
 * How much of the money was refunded. An event that reports this amount also reports the revision of the payment. The
 * event with the highest revision counts.
 */
export interface RowRefund {
  readonly revision: number;
  readonly amount: number;
}

/**
 * The facts that the events about an order contain. The row does not depend on the sequence in which the events arrive.
 * Everything else, such as the status, is derived from the row. Amounts are in minor units of `currency`.
 */
export interface OrderRow {
  readonly orderId: string;
  /** The customer's id, or a pseudonym if the customer's data was erased. */
  readonly customerId?: string;
  /** The correlation id of the request that placed the order. */
  readonly correlationId?: string;
  readonly placedAt?: Instant;
  readonly totalAmount?: number;
  readonly currency?: string;
  /** How many units of each product were ordered. */
  readonly units?: Readonly<Record<string, number>>;
  /** The amount that the provider captured. */
  readonly captured?: number;
  readonly refund?: RowRefund;
  /** The events by their names (`nameOf`). */
  readonly events: Readonly<Record<string, RowEvent>>;
  /**
   * True if there were more than `MOST_OF_A_TYPE` events of one type. Only the first `MOST_OF_A_TYPE` of them are in
   * the row.
   */
  readonly hasMore?: true;
}

/**
 * A row keeps only this many events of each type, because a customer can cause events of some types again and again.
 */
export const MOST_OF_A_TYPE = 10;

/** The names that contain a whole id begin with this prefix (see `nameOf`). */
const WHOLE = '=';

/**
 * The name of an event in its row: the event's id without the order's id. `OrderCreated:<order>:1` becomes
 * `OrderCreated:1`, and `OrderPaid:<order>` becomes `OrderPaid`. Any other id, such as that of a request, becomes
 * `=<id>`.
 */
export const nameOf = (orderId: string, id: string): string => {
  const [type = '', subject, ...rest] = id.split(':');
  return subject === orderId && !type.startsWith(WHOLE) ? [type, ...rest].join(':') : `${WHOLE}${id}`;
};

/** The inverse of `nameOf`. */
export const idOf = (orderId: string, name: string): string => {
  if (name.startsWith(WHOLE)) return name.slice(WHOLE.length);
  const [type = '', ...rest] = name.split(':');
  return [type, orderId, ...rest].join(':');
};

/** The type of the event with this name. An event's id begins with its type (`eventId` in shared/events). */
export const typeOf = (name: string): string => {
  const start = name.startsWith(WHOLE) ? WHOLE.length : 0;
  const end = name.indexOf(':', start);
  return name.slice(start, end === -1 ? undefined : end);
};

/** The types of the events in the row. */
const typesIn = ({ events }: OrderRow): ReadonlySet<string> => new Set(Object.keys(events).map(typeOf));

/** When the first event of a type happened. */
const firstAt = ({ events }: OrderRow, type: string): Instant | undefined =>
  Object.entries(events)
    .filter(([name]) => typeOf(name) === type)
    .map(([, { at }]) => at)
    .toSorted()[0];

/**
 * For each status, the event that proves it. Later statuses come first. An order ends only once, because the orders
 * service decides how it ends, so at most one event about an end is published.
 */
const provenBy = [
  ['COMPLETED', 'OrderCompleted'],
  ['CANCELLED', 'OrderCancelled'],
  ['EXPIRED', 'OrderExpired'],
  ['REJECTED', 'OrderRejected'],
  ['READY', 'FulfilmentReady'],
  ['PREPARING', 'OrderPreparing'],
  ['PAID', 'OrderPaid'],
  ['AWAITING_PAYMENT', 'PaymentRequested'],
] as const satisfies readonly (readonly [OrderStatus, string])[];

const statusBy = (types: ReadonlySet<string>): OrderStatus =>
  provenBy.find(([, type]) => types.has(type))?.[0] ?? 'PENDING';

/**
 * The order's status: the latest step that an event proves. The sequence in which the events arrived does not matter.
 */
export const statusOf = (row: OrderRow): OrderStatus => statusBy(typesIn(row));

/**
 * Whether an order's stock was reserved, whether the order was paid, and its status. An order that is PREPARING, READY
 * or COMPLETED was paid, and the stock of each paid order was reserved. The events about these earlier steps may not
 * have arrived yet.
 */
export const progressOf = (row: OrderRow) => {
  const types = typesIn(row);
  const status = statusBy(types);
  const isPaid = types.has('OrderPaid') || ['PREPARING', 'READY', 'COMPLETED'].includes(status);
  return { status, isPaid, isReserved: isPaid || types.has('PaymentRequested') };
};

/** A step of an order: when it reached a status. */
export interface RowStep {
  readonly status: OrderStatus;
  readonly at: Instant;
}

/** The steps of an order so far, by time. A step whose event has not arrived is left out. */
export const stepsOf = (row: OrderRow): readonly RowStep[] => {
  const placed = row.placedAt === undefined ? [] : [{ status: 'PENDING' as const, at: row.placedAt }];
  const further = provenBy.toReversed().flatMap(([status, type]): readonly RowStep[] => {
    const at = firstAt(row, type);
    return at === undefined ? [] : [{ status, at }];
  });
  return [...placed, ...further].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
};

/** When the order was paid. */
export const paidAt = (row: OrderRow): Instant | undefined => firstAt(row, 'OrderPaid');

/** The time of the latest event in the row. */
export const lastEventAt = ({ events }: OrderRow): Instant =>
  Object.values(events).reduce((latest, { at }) => (at > latest ? at : latest), '');
