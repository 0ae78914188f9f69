import { AppError } from '../../shared/errors.ts';
import type { Clock, Instant } from '../../shared/kernel/clock.ts';
import type { Trace } from '../../shared/kernel/messages.ts';
import { formatMoney, largestTotal, smallestTotal, stepOf } from '../../shared/kernel/money.ts';
import type { Orders } from './aggregate.ts';
import type { OrderStore, PriceList } from './domain/ports.ts';
import type { Order } from './domain/order.ts';
import { viewAsPlaced, type OrderView } from './domain/order-view.ts';
import {
  decidePlacement,
  limitCountsFrom,
  notForSale,
  type PlacementRejection,
  RECENT_ORDERS,
  type RequestedLine,
  secondsUntilRoom,
  type UnpaidLimit,
} from './domain/place.ts';

/** A customer's request. If it has an idempotency key, `repeatable` is true, and the ids are derived from the key. */
export interface PlaceOrderCommand {
  readonly orderId: string;
  /** Another id under which an earlier request with the same key may have placed the order (`orderIdsOf`). */
  readonly earlierOrderId?: string;
  readonly customerId: string;
  readonly items: readonly RequestedLine[];
  readonly note?: string;
  readonly fingerprint: string;
  readonly repeatable: boolean;
}

/** The ports and settings of the use case. */
export interface PlaceOrderDependencies {
  readonly orders: Orders;
  readonly store: Pick<OrderStore, 'idsPlacedSince' | 'loadMany'>;
  readonly prices: PriceList;
  readonly now: Clock;
  readonly stockBySeconds: number;
  /** If absent, a customer may have any number of unpaid orders. */
  readonly unpaidLimit?: UnpaidLimit;
}

/**
 * Places an order:
 * 1. If an order has the id `earlierOrderId`, return that order.
 * 2. Read the shop's prices, and check how many unpaid orders the customer has.
 * 3. Write the order and OrderCreated in one write, unless the order id is taken.
 * 4. If the id is taken, or the order is refused, the request may be a repetition. If so, return the order of the first
 *    request.
 * @returns the order as it was when it was placed.
 * @throws AppError 422 if a product is not for sale, the prices are in different currencies, the payment provider does
 *   not accept the total, or the key was used with another body; 429 `order.too-many-unpaid`; 503 `order.vanished` if
 *   the id is taken but the order cannot be found.
 */
export const placeOrder =
  ({ orders, store, prices, now, stockBySeconds, unpaidLimit }: PlaceOrderDependencies) =>
  async (command: PlaceOrderCommand, trace: Trace): Promise<OrderView> => {
    const { earlierOrderId } = command;
    const ofEarlierTerm =
      earlierOrderId && (await placedBefore(orders, { ...command, orderId: earlierOrderId }));
    if (ofEarlierTerm) return viewAsPlaced(ofEarlierTerm, stockBySeconds);

    const [list, tooManyUnpaid] = await Promise.all([
      prices.find(command.items.map(({ productId }) => productId)),
      unpaidLimit === undefined ? undefined : unpaidLimitError(unpaidLimit, store, command.customerId, now()),
    ]);
    const placed = decidePlacement({ ...command, at: now(), stockBySeconds }, list);

    const refusal =
      placed.outcome === 'rejected'
        ? placementError(placed, command.items, notForSale(command, list))
        : tooManyUnpaid;
    if (placed.outcome === 'rejected' || refusal !== undefined) {
      const earlier = command.repeatable ? await placedBefore(orders, command) : undefined;
      if (earlier !== undefined) return viewAsPlaced(earlier, stockBySeconds);
      throw refusal as AppError;
    }

    const { order } = placed;
    const created = await orders.create(order, trace, [{ type: 'Placed', at: order.createdAt }]);
    if (created === 'inserted') return viewAsPlaced(order, stockBySeconds);
    const earlier = await placedBefore(orders, command);
    if (earlier === undefined) throw new AppError('unavailable', 'order.vanished', 'Please try again');
    return viewAsPlaced(earlier, stockBySeconds);
  };

/**
 * Returns an error if the customer has too many unpaid orders, or `RECENT_ORDERS` recent ones. Loads the orders only if
 * the customer has at least `maxOrders` recent ones.
 */
const unpaidLimitError = async (
  limit: UnpaidLimit,
  store: Pick<OrderStore, 'idsPlacedSince' | 'loadMany'>,
  customerId: string,
  at: Instant,
): Promise<AppError | undefined> => {
  const recent = await store.idsPlacedSince(customerId, limitCountsFrom(limit, at), RECENT_ORDERS);
  if (recent.length < limit.maxOrders) return undefined;
  const orders = await store.loadMany(recent);
  const retryAfter = secondsUntilRoom(orders, limit, at);
  if (retryAfter === undefined) return undefined;
  const detail =
    orders.length < RECENT_ORDERS
      ? `You may have ${limit.maxOrders} orders unpaid at a time; pay or cancel one before you place another`
      : `You have placed ${RECENT_ORDERS} orders in a short time; try again later`;
  return new AppError('too-many', 'order.too-many-unpaid', detail, { retryAfter });
};

const placedBefore = async (
  orders: Orders,
  command: Pick<PlaceOrderCommand, 'orderId' | 'customerId' | 'fingerprint'>,
): Promise<Order | undefined> => {
  const stored = await orders.load(command.orderId);
  if (stored === undefined) return undefined;
  const { fingerprint, customerId } = stored.state;
  // The order's customer id differs from that of the request only if the customer's data was erased after the order was
  // placed.
  if (fingerprint !== command.fingerprint || customerId !== command.customerId) {
    throw new AppError(
      'unprocessable',
      'idempotency.key-reused',
      'This idempotency key was used for another order; use a new key for a new order',
    );
  }
  return stored.state;
};

const placementError = (
  { reason, currency = '' }: { readonly reason: PlacementRejection; readonly currency?: string },
  items: readonly RequestedLine[],
  unavailable: readonly string[],
): AppError => {
  switch (reason) {
    case 'product-not-available':
      return new AppError(
        'unprocessable',
        'order.product-not-available',
        `Not for sale: ${unavailable.join(', ')}`,
        {
          fields: items.flatMap(({ productId }, index) =>
            unavailable.includes(productId)
              ? [{ pointer: `/items/${index}/productId`, detail: 'is not for sale' }]
              : [],
          ),
        },
      );
    case 'several-currencies':
      return new AppError(
        'unprocessable',
        'order.several-currencies',
        'All products of an order must be priced in one currency',
      );
    case 'currency-not-accepted':
      return new AppError(
        'unprocessable',
        'order.currency-not-accepted',
        `Payments in ${currency} are not possible`,
      );
    case 'total-too-small':
      return totalError('order.total-too-small', 'must be at least', smallestTotal(currency), currency);
    case 'total-too-large':
      return totalError('order.total-too-large', 'must be at most', largestTotal(currency), currency);
    case 'total-not-payable':
      return totalError('order.total-not-payable', 'must be a multiple of', stepOf(currency), currency);
  }
};

const totalError = (code: string, must: string, amount: number, currency: string): AppError =>
  new AppError('unprocessable', code, `The total of an order ${must} ${formatMoney(amount, currency)}`);
