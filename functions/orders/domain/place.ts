import type { OrderLine } from '../../../shared/events/fields.ts';
import { addSeconds, type Instant, secondsBetween } from '../../../shared/kernel/clock.ts';
import { MAX_AMOUNT, totalOf } from '../../../shared/kernel/money.ts';
import { isWatched, type Order, type PendingOrder } from './order.ts';
import type { Price } from './ports.ts';

/** A line of the request: an id and a quantity, never a price. */
export interface RequestedLine {
  readonly productId: string;
  readonly quantity: number;
}

/** The command to place an order. */
export interface Placement {
  readonly orderId: string;
  readonly customerId: string;
  readonly fingerprint: string;
  readonly items: readonly RequestedLine[];
  readonly note?: string;
  readonly at: Instant;
  /** How long the order waits for an answer about stock, in seconds. */
  readonly stockBySeconds: number;
}

/** Why an order cannot be placed. */
export type PlacementRejection = 'product-not-available' | 'several-currencies' | 'total-too-large';

/** The new order, or why it cannot be placed. */
export type Placed =
  | { readonly outcome: 'accepted'; readonly order: PendingOrder }
  | { readonly outcome: 'rejected'; readonly reason: PlacementRejection };

const rejected = (reason: PlacementRejection): Placed => ({ outcome: 'rejected', reason });

/** The product ids of a request that are unknown or not active. */
export const notForSale = (
  items: readonly RequestedLine[],
  prices: ReadonlyMap<string, Price>,
): readonly string[] =>
  items.map(({ productId }) => productId).filter((id) => prices.get(id)?.active !== true);

/** Prices an order from the shop's own price list. It is placed as a whole or not at all. */
export const decidePlacement = (command: Placement, prices: ReadonlyMap<string, Price>): Placed => {
  const items: OrderLine[] = [];
  const currencies = new Set<string>();
  for (const { productId, quantity } of command.items) {
    const price = prices.get(productId);
    if (price === undefined || !price.active) return rejected('product-not-available');
    currencies.add(price.currency);
    items.push({ productId, name: price.name, quantity, unitAmount: price.unitAmount });
  }
  const [currency, ...others] = currencies;
  if (currency === undefined || others.length > 0) return rejected('several-currencies');
  const totalAmount = totalOf(items);
  if (totalAmount > MAX_AMOUNT) return rejected('total-too-large');
  const { orderId, customerId, fingerprint, at } = command;
  const order: PendingOrder = {
    status: 'PENDING',
    orderId,
    customerId,
    items,
    totalAmount,
    currency,
    ...(command.note === undefined ? {} : { note: command.note }),
    fingerprint,
    createdAt: at,
    history: [],
    stockBy: addSeconds(at, command.stockBySeconds),
  };
  return { outcome: 'accepted', order };
};

/**
 * How many unpaid orders a customer may have. A soft limit: the index it reads is eventually consistent, so orders placed
 * at the same moment may exceed it together.
 */
export interface UnpaidLimit {
  /** Less than `RECENT_ORDERS`. */
  readonly maxOrders: number;
  /** Every order older than this, in seconds, is paid or has ended. */
  readonly withinSeconds: number;
}

/** The newest orders that the check reads: one page of the index and one batch read. */
export const RECENT_ORDERS = 100;

/** Orders placed since then count. */
export const limitCountsFrom = (limit: UnpaidLimit, now: Instant): Instant =>
  addSeconds(now, -limit.withinSeconds);

/**
 * Seconds until the customer may place another order, whatever happens to the present ones.
 * @param orders the newest orders that count, at most `RECENT_ORDERS`. If there may be more, those count as unpaid.
 * @returns at least 1, or `undefined` below the limit.
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
    ...oldestFirst.slice(0, Math.max(0, orders.length - RECENT_ORDERS + 1)),
  ];
  const last = inTheWay.toSorted().at(-1);
  if (last === undefined) return undefined;
  return Math.max(1, Math.ceil(secondsBetween(now, addSeconds(last, withinSeconds))));
};
