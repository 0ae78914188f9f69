import { AppError } from '../../shared/errors.ts';
import type { Clock, Instant } from '../../shared/kernel/clock.ts';
import type { Trace } from '../../shared/kernel/messages.ts';
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

/** A customer's request. `repeatable`: it came with an idempotency key, which `orderId` was made from. */
export interface PlaceOrderCommand {
  readonly orderId: string;
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
  /** Without it, a customer may have any number of unpaid orders. */
  readonly unpaidLimit?: UnpaidLimit;
}

/**
 * Places an order:
 * 1. read the shop's prices, and how many unpaid orders the customer has;
 * 2. write the order and OrderCreated in one write, unless its id is taken;
 * 3. if the id is taken or the order is refused, the request may be a repetition: the first request counts.
 * @returns the order as it was first placed.
 * @throws AppError 422 for products that are not for sale, several currencies, or a key reused with another body; 429
 *   `order.too-many-unpaid`.
 */
export const placeOrder =
  ({ orders, store, prices, now, stockBySeconds, unpaidLimit }: PlaceOrderDependencies) =>
  async (command: PlaceOrderCommand, trace: Trace): Promise<OrderView> => {
    const [list, tooManyUnpaid] = await Promise.all([
      prices.find(command.items.map(({ productId }) => productId)),
      unpaidLimit === undefined ? undefined : unpaidLimitError(unpaidLimit, store, command.customerId, now()),
    ]);
    const placed = decidePlacement({ ...command, at: now(), stockBySeconds }, list);

    const refusal =
      placed.outcome === 'rejected'
        ? placementError(placed.reason, command.items, notForSale(command.items, list))
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

/** The error if the customer has too many unpaid orders. Most customers have few recent orders; then only ids are read. */
const unpaidLimitError = async (
  limit: UnpaidLimit,
  store: Pick<OrderStore, 'idsPlacedSince' | 'loadMany'>,
  customerId: string,
  at: Instant,
): Promise<AppError | undefined> => {
  const recent = await store.idsPlacedSince(customerId, limitCountsFrom(limit, at), RECENT_ORDERS);
  if (recent.length < limit.maxOrders) return undefined;
  const retryAfter = secondsUntilRoom(await store.loadMany(recent), limit, at);
  if (retryAfter === undefined) return undefined;
  const detail = `You may have ${limit.maxOrders} orders unpaid at a time; pay or cancel one before you place another`;
  return new AppError('too-many', 'order.too-many-unpaid', detail, { retryAfter });
};

const placedBefore = async (orders: Orders, command: PlaceOrderCommand): Promise<Order | undefined> => {
  const stored = await orders.load(command.orderId);
  if (stored === undefined) return undefined;
  if (stored.state.fingerprint !== command.fingerprint) {
    throw new AppError(
      'unprocessable',
      'idempotency.key-reused',
      'This idempotency key was used for another order; use a new key for a new order',
    );
  }
  return stored.state;
};

const placementError = (
  reason: PlacementRejection,
  items: readonly RequestedLine[],
  unavailable: readonly string[],
): AppError => {
  const code = `order.${reason}`;
  switch (reason) {
    case 'product-not-available':
      return new AppError('unprocessable', code, `Not for sale: ${unavailable.join(', ')}`, {
        fields: items.flatMap(({ productId }, index) =>
          unavailable.includes(productId)
            ? [{ pointer: `/items/${index}/productId`, detail: 'is not for sale' }]
            : [],
        ),
      });
    case 'several-currencies':
      return new AppError('unprocessable', code, 'All products of an order must be priced in one currency');
    case 'total-too-large':
      return new AppError('unprocessable', code, 'The total of the order is too large');
  }
};
