import { accept, reject, type Decision } from '../../../shared/kernel/decision.ts';
import { addSeconds, type Instant } from '../../../shared/kernel/clock.ts';
import { MAX_AMOUNT, totalOf } from '../../../shared/kernel/money.ts';
import type { OrderLine, PendingOrder } from './order.ts';
import type { Price } from './price-list.ts';

/** What a customer asks for: ids and quantities, never a price. */
export interface RequestedLine {
  readonly productId: string;
  readonly quantity: number;
}

/** Everything an order comes into being with. */
export interface PlaceOrder {
  readonly orderId: string;
  readonly customerId: string;
  readonly fingerprint: string;
  readonly items: readonly RequestedLine[];
  readonly note?: string;
  readonly at: Instant;
  /** How long stock may leave the order without an answer, in seconds. */
  readonly stockBySeconds: number;
}

/** Why an order cannot be placed. */
export type PlaceRejection = 'product-not-available' | 'several-currencies' | 'total-too-large';

/** Product ids of a request that are not for sale: unknown, or no longer active. */
export const notForSale = (
  items: readonly RequestedLine[],
  prices: ReadonlyMap<string, Price>,
): readonly string[] =>
  items.map(({ productId }) => productId).filter((id) => prices.get(id)?.active !== true);

/** Prices an order from the shop's own list and places it, all of it or nothing. */
export const placeOrder = (
  command: PlaceOrder,
  prices: ReadonlyMap<string, Price>,
): Decision<PendingOrder, PlaceRejection> => {
  const items: OrderLine[] = [];
  const currencies = new Set<string>();
  for (const { productId, quantity } of command.items) {
    const price = prices.get(productId);
    if (price === undefined || !price.active) return reject('product-not-available');
    currencies.add(price.currency);
    items.push({ productId, name: price.name, quantity, unitAmount: price.unitAmount });
  }
  const [currency, ...others] = currencies;
  if (currency === undefined || others.length > 0) return reject('several-currencies');
  const totalAmount = totalOf(items);
  if (totalAmount > MAX_AMOUNT) return reject('total-too-large');
  const { orderId, customerId, fingerprint, at } = command;
  return accept<PendingOrder>({
    status: 'PENDING',
    orderId,
    customerId,
    items,
    totalAmount,
    currency,
    ...(command.note === undefined ? {} : { note: command.note }),
    fingerprint,
    createdAt: at,
    paidAmount: 0,
    refundedAmount: 0,
    history: [{ status: 'PENDING', at, cause: 'placed' }],
    attempt: 1,
    askedAt: at,
    stockBy: addSeconds(at, command.stockBySeconds),
  });
};
