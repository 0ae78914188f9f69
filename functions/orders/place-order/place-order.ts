import { AppError } from '../../../shared/errors.ts';
import type { Cause } from '../../../shared/kernel/cause.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
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
}

/**
 * Places an order:
 * 1. look up the prices, which are the shop's and never the client's;
 * 2. write the order together with OrderCreated, unless its id is taken;
 * 3. if it is taken, or if the products are no longer for sale: the request may be a repetition, and the first one counts.
 * @returns the order as it was first placed.
 * @throws AppError 422 for products that are not for sale, several currencies, or a key reused with another body.
 */
export const placeOrder =
  ({ orders, prices, toEnvelopes, now, stockBySeconds }: PlaceOrderDependencies) =>
  async (command: PlaceOrderCommand, cause: Cause): Promise<OrderView> => {
    const list = await prices.find(command.items.map(({ productId }) => productId));
    const decision = decide({ ...command, at: now(), stockBySeconds }, list);

    if (decision.outcome === 'rejected') {
      const earlier = command.repeatable ? await placedBefore(orders, command) : undefined;
      if (earlier !== undefined) return earlier;
      throw refusal(decision.reason, command.items, notForSale(command.items, list));
    }

    for (const order of decision.events) {
      if ((await orders.insert(order, toEnvelopes(order, cause))) === 'inserted') return viewAsPlaced(order);
    }
    const earlier = await placedBefore(orders, command);
    if (earlier === undefined) throw new AppError('unavailable', 'order.vanished', 'Please try again');
    return earlier;
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
