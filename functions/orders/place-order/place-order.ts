import { AppError } from '../../../shared/errors.ts';
import type { Cause } from '../../../shared/kernel/cause.ts';
import type { Clock, Instant } from '../../../shared/kernel/clock.ts';
import type { OutboxMessage } from '../../../shared/kernel/outbox.ts';
import type { PendingOrder } from '../domain/order.ts';
import type { OrderStore } from '../domain/order-store.ts';
import { viewAsPlaced, type OrderView } from '../domain/order-view.ts';
import {
  notForSale,
  placeOrder as decide,
  type PlaceRejection,
  type RequestedLine,
} from '../domain/place.ts';
import type { PriceList } from '../domain/price-list.ts';
import {
  limitCountsFrom,
  ORDERS_LOOKED_AT,
  secondsUntilRoom,
  type UnpaidLimit,
} from '../domain/unpaid-limit.ts';

/** A customer's wish. `repeatable` is set when the request bore an idempotency key, from which `orderId` was made. */
export interface PlaceOrderCommand {
  readonly orderId: string;
  readonly customerId: string;
  readonly items: readonly RequestedLine[];
  readonly note?: string;
  readonly fingerprint: string;
  readonly repeatable: boolean;
}

/** What placing an order works with. */
export interface PlaceOrderDependencies {
  readonly orders: OrderStore;
  readonly prices: PriceList;
  readonly toEnvelopes: (order: PendingOrder, cause: Cause) => readonly OutboxMessage[];
  readonly now: Clock;
  readonly stockBySeconds: number;
  /** How many orders a customer may have unpaid; without it any number, and nothing is looked up for it. */
  readonly unpaidLimit?: UnpaidLimit;
}

/**
 * Places an order:
 * 1. look up the prices, which are the shop's and never the client's, and how much the customer has unpaid;
 * 2. write the order together with OrderCreated, unless its id is taken;
 * 3. if it is taken, or if the order is refused: the request may be a repetition, and the first one counts.
 * @returns the order as it was first placed.
 * @throws AppError 422 for products that are not for sale, several currencies, or a key reused with another body; 429
 *   `order.too-many-unpaid`.
 */
export const placeOrder =
  ({ orders, prices, toEnvelopes, now, stockBySeconds, unpaidLimit }: PlaceOrderDependencies) =>
  async (command: PlaceOrderCommand, cause: Cause): Promise<OrderView> => {
    const [list, tooManyUnpaid] = await Promise.all([
      prices.find(command.items.map(({ productId }) => productId)),
      unpaidLimit === undefined ? undefined : beyond(unpaidLimit, orders, command.customerId, now()),
    ]);
    const decision = decide({ ...command, at: now(), stockBySeconds }, list);

    const refused =
      decision.outcome === 'rejected'
        ? refusal(decision.reason, command.items, notForSale(command.items, list))
        : tooManyUnpaid;
    if (refused !== undefined) {
      const earlier = command.repeatable ? await placedBefore(orders, command) : undefined;
      if (earlier !== undefined) return earlier;
      throw refused;
    }

    for (const order of decision.outcome === 'accepted' ? decision.events : []) {
      if ((await orders.insert(order, toEnvelopes(order, cause))) === 'inserted') return viewAsPlaced(order);
    }
    const earlier = await placedBefore(orders, command);
    if (earlier === undefined) throw new AppError('unavailable', 'order.vanished', 'Please try again');
    return earlier;
  };

/**
 * Whether the customer has too many orders unpaid. Most have placed fewer of late than they may have unpaid, and of those
 * nothing but the ids is read.
 */
const beyond = async (
  limit: UnpaidLimit,
  orders: OrderStore,
  customerId: string,
  at: Instant,
): Promise<AppError | undefined> => {
  const recent = await orders.idsPlacedSince(customerId, limitCountsFrom(limit, at), ORDERS_LOOKED_AT);
  if (recent.length < limit.maxOrders) return undefined;
  const retryAfter = secondsUntilRoom(await orders.loadMany(recent), limit, at);
  if (retryAfter === undefined) return undefined;
  const detail = `You may have ${limit.maxOrders} orders unpaid at a time; pay or cancel one before you place another`;
  return new AppError('too-many', 'order.too-many-unpaid', detail, { retryAfter });
};

const placedBefore = async (
  orders: OrderStore,
  command: PlaceOrderCommand,
): Promise<OrderView | undefined> => {
  const stored = await orders.load(command.orderId);
  if (stored === undefined) return undefined;
  if (stored.state.fingerprint !== command.fingerprint) {
    throw new AppError(
      'unprocessable',
      'idempotency.key-reused',
      'This idempotency key was used for another order; use a new key for a new order',
    );
  }
  return viewAsPlaced(stored.state);
};

const refusal = (
  reason: PlaceRejection,
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
