import { addSeconds, secondsBetween, type Instant } from '../../../shared/kernel/clock.ts';
import { isWatched, type AwaitingOrder, type Order, type PendingOrder } from './order.ts';

/**
 * How many orders a customer may have that hold stock, or ask for it, and are not paid. A soft limit: it is looked up in
 * an index that may lag, so a burst of orders may pass it by a few.
 */
export interface UnpaidLimit {
  /** So many at the most; 1 to `ORDERS_LOOKED_AT`. */
  readonly maxOrders: number;
  /** An order that was placed longer ago, in seconds, is paid or has ended. */
  readonly withinSeconds: number;
}

/** How many of a customer's newest orders are looked at: what one page of the index and one batch read may hold. */
export const ORDERS_LOOKED_AT = 100;

/** Since when orders count. */
export const limitCountsFrom = (limit: UnpaidLimit, now: Instant): Instant =>
  addSeconds(now, -limit.withinSeconds);

/** When an order will be paid or have ended, as far as can be told. */
const overBy = (order: PendingOrder | AwaitingOrder): Instant =>
  order.status === 'PENDING' ? order.stockBy : (order.closure?.answerBy ?? order.payBy);

/**
 * In how many seconds the customer may place another order, even if nothing is paid or cancelled until then.
 * @returns at least 1, or `undefined` when they may now.
 */
export const secondsUntilRoom = (
  orders: readonly Order[],
  { maxOrders }: UnpaidLimit,
  now: Instant,
): number | undefined => {
  const ends = orders.filter(isWatched).map(overBy).toSorted();
  const last = ends[ends.length - maxOrders];
  return last === undefined ? undefined : Math.max(1, Math.ceil(secondsBetween(now, last)));
};
