import { addSeconds, secondsBetween, type Instant } from '../../../shared/kernel/clock.ts';
import { isWatched, type Order } from './order.ts';

/**
 * How many orders a customer may have that hold stock, or ask for it, and are not paid. A soft limit: it is looked up in
 * an index that may lag, so orders that are placed at the same moment pass it together.
 */
export interface UnpaidLimit {
  /** So many at the most; fewer than `ORDERS_LOOKED_AT`. */
  readonly maxOrders: number;
  /** An order that was placed longer ago, in seconds, is paid or has ended. */
  readonly withinSeconds: number;
}

/** How many of a customer's newest orders are looked at: what one page of the index and one batch read may hold. */
export const ORDERS_LOOKED_AT = 100;

/** Since when orders count. */
export const limitCountsFrom = (limit: UnpaidLimit, now: Instant): Instant =>
  addSeconds(now, -limit.withinSeconds);

/**
 * In how many seconds the customer may place another order, whatever becomes of these until then. Who has placed so many
 * of late that not all are looked at may have the others unpaid, and waits until all are.
 * @param orders the newest of those that count, `ORDERS_LOOKED_AT` at the most.
 * @returns at least 1, or `undefined` when they may now.
 */
export const secondsUntilRoom = (
  orders: readonly Order[],
  { maxOrders, withinSeconds }: UnpaidLimit,
  now: Instant,
): number | undefined => {
  const oldestFirst = orders.map(({ createdAt }) => createdAt).toSorted();
  const unpaid = orders.filter(isWatched).map(({ createdAt }) => createdAt);
  const inTheWay = [
    ...unpaid.toSorted().slice(0, Math.max(0, unpaid.length - maxOrders + 1)),
    ...oldestFirst.slice(0, Math.max(0, orders.length - ORDERS_LOOKED_AT + 1)),
  ];
  const last = inTheWay.toSorted().at(-1);
  if (last === undefined) return undefined;
  return Math.max(1, Math.ceil(secondsBetween(now, addSeconds(last, withinSeconds))));
};
