import { AppError } from '../../../shared/errors.ts';
import type { OrderLine } from '../../../shared/events/fields.ts';
import { addSeconds, secondsBetween, type Instant } from '../../../shared/kernel/clock.ts';
import { CANARY_CUSTOMER, CANARY_PRODUCT } from '../../../shared/kernel/caller.ts';
import { idFromKey } from '../../../shared/kernel/ids.ts';
import { problemOfTotal, totalOf, type TotalProblem } from '../../../shared/kernel/money.ts';
import { isWatched, type Order, type PendingOrder } from './order.ts';
import type { Price } from './ports.ts';

/** One line of a request. It has no price, because prices come from the shop's own list. */
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
  /** How long the order waits for the inventory service to answer, in seconds. */
  readonly stockBySeconds: number;
}

/** Why an order cannot be placed. */
export type PlacementRejection = 'product-not-available' | 'several-currencies' | TotalProblem;

/** The result of a placement: the new order, or why it cannot be placed. */
export type Placed =
  | { readonly outcome: 'accepted'; readonly order: PendingOrder }
  /** `currency` is the currency of a total that cannot be paid. */
  | { readonly outcome: 'rejected'; readonly reason: PlacementRejection; readonly currency?: string };

const rejected = (reason: PlacementRejection): Placed => ({ outcome: 'rejected', reason });

/**
 * The canary is a scheduled test that places orders. Only the canary may order the canary's product. The canary may
 * order nothing else, so that it takes no goods from customers.
 */
const isSoldTo = (customerId: string, productId: string): boolean =>
  (customerId === CANARY_CUSTOMER) === (productId === CANARY_PRODUCT);

/** The product ids of a request that are unknown, not active, or not sold to this customer. */
export const notForSale = (
  { customerId, items }: Pick<Placement, 'customerId' | 'items'>,
  prices: ReadonlyMap<string, Price>,
): readonly string[] =>
  items
    .map(({ productId }) => productId)
    .filter((id) => prices.get(id)?.active !== true || !isSoldTo(customerId, id));

/**
 * Builds a new order with the prices of the shop's own list. If any line cannot be ordered, the whole order is
 * rejected.
 */
export const decidePlacement = (command: Placement, prices: ReadonlyMap<string, Price>): Placed => {
  const items: OrderLine[] = [];
  const currencies = new Set<string>();
  for (const { productId, quantity } of command.items) {
    const price = prices.get(productId);
    if (price === undefined || !price.active) return rejected('product-not-available');
    if (!isSoldTo(command.customerId, productId)) return rejected('product-not-available');
    currencies.add(price.currency);
    items.push({ productId, name: price.name, quantity, unitAmount: price.unitAmount });
  }
  const [currency, ...others] = currencies;
  if (currency === undefined || others.length > 0) return rejected('several-currencies');
  const totalAmount = totalOf(items);
  const problem = problemOfTotal(totalAmount, currency);
  if (problem !== undefined) return { outcome: 'rejected', reason: problem, currency };
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
 * Limits the unpaid orders of a customer. The limit is soft: it reads an eventually consistent index, so orders that
 * are placed at the same moment may exceed it.
 */
export interface UnpaidLimit {
  /** The largest number of unpaid orders. Must be less than `RECENT_ORDERS`, because only that many are read. */
  readonly maxOrders: number;
  /** Orders that are older than this many seconds are not counted, because by then an order should be paid or ended. */
  readonly withinSeconds: number;
}

/** How many of a customer's newest orders are read: one page of the index, and one batch read. */
export const RECENT_ORDERS = 100;

/** The limit counts only orders that were placed at this time or later. */
export const limitCountsFrom = (limit: UnpaidLimit, now: Instant): Instant =>
  addSeconds(now, -limit.withinSeconds);

/**
 * The seconds until the customer may place another order, unless an unpaid order is paid or ends earlier.
 * @param orders the customer's newest orders since `limitCountsFrom`, at most `RECENT_ORDERS`. If there are exactly
 *   that many, older orders may exist, and these count as unpaid.
 * @returns at least 1, or `undefined` if the customer is below the limit.
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

/**
 * A term is a period of this many days. Within one term, an idempotency key always gives the same order id. Orders are
 * kept for longer than a term (`leastKeepDays`).
 */
const TERM_DAYS = 365;
/**
 * For this many days after a term begins, a request also looks for an order with the id that the key gave in the
 * previous term.
 */
const LOOK_BACK_DAYS = 30;
/**
 * For this many seconds after a key's term begins, requests with this key are refused. A request from the end of the
 * previous term may still be running, and could place its order under the id of that term. API Gateway ends requests
 * after 29 seconds.
 */
const SETTLE_SECONDS = 60;

/** The ids under which the order of an idempotency key may be stored. */
export interface OrderIds {
  readonly orderId: string;
  /**
   * The id that the key gave in the previous term. Present only in the first days of a term. If an order has this id,
   * an earlier request with the same key placed that order.
   */
  readonly earlierOrderId?: string;
}

const termAt = (customerId: string, key: string, at: Instant): number => {
  const termSeconds = TERM_DAYS * 86_400;
  // The terms of different keys start at different times, so that not all keys change their ids at the same time.
  const offset = Number.parseInt(idFromKey(['order-term', customerId], key).slice(0, 8), 16) % termSeconds;
  return Math.floor((Date.parse(at) / 1000 + offset) / termSeconds);
};

/**
 * The order ids of a customer's idempotency key. A key gives a new id in each term, because an id must never be used
 * again after its order has expired: other services may still have items with this id (docs/personal-data.md).
 * @throws AppError `unavailable` in the first minute of a term
 */
export const orderIdsOf = (customerId: string, key: string, at: Instant): OrderIds => {
  const term = termAt(customerId, key, at);
  const idIn = (one: number): string => idFromKey(['order', customerId, String(one)], key);
  if (termAt(customerId, key, addSeconds(at, -SETTLE_SECONDS)) !== term) {
    throw new AppError('unavailable', 'idempotency.key-settling', 'Please try again in a minute', {
      retryAfter: SETTLE_SECONDS,
    });
  }
  const isNew = termAt(customerId, key, addSeconds(at, -LOOK_BACK_DAYS * 86_400)) !== term;
  return { orderId: idIn(term), ...(isNew ? { earlierOrderId: idIn(term - 1) } : {}) };
};
