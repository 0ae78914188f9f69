import { AppError } from '../../shared/errors.ts';
import { whileContended } from '../../shared/kernel/contention.ts';
import { resultsOf, type Delivery } from '../../shared/kernel/messages.ts';
import type { BatchReaction, Reactions } from '../../shared/messaging/consumer.ts';
import { isPaymentSettled } from './domain/reservation.ts';
import { releaseStock, type EndedOrder, type ReleaseStockDependencies } from './release-stock.ts';
import { reserveStock, type ReserveStockDependencies } from './reserve-stock.ts';

/** An order that was cancelled in one of these statuses has used up its goods, so they cannot be sold again. */
const usedUp: readonly string[] = ['PREPARING', 'READY'];

const endedOrder = ({ data, context }: Delivery<{ readonly orderId: string }>): EndedOrder => ({
  orderId: data.orderId,
  requestedAt: context.sentAt,
  trace: context,
});

/**
 * Builds a reaction that handles several messages in one call. `handle` gets all messages at once and returns the
 * failures by order id.
 */
const forAllOrders = <Data extends { readonly orderId: string }>(
  handle: (deliveries: readonly Delivery<Data>[]) => Promise<ReadonlyMap<string, unknown>>,
): BatchReaction<Data> => ({
  together: async (deliveries) =>
    resultsOf(
      deliveries.map(({ data }) => data.orderId),
      await handle(deliveries),
    ),
});

/** What the inventory service does when it receives an integration event, by type. */
export const reactions = (dependencies: ReleaseStockDependencies) => {
  const { reservations, pause } = dependencies;
  const release = releaseStock(dependencies);
  return {
    // Marks the reserved units as sold. The available stock stays the same, and nothing is published.
    OrderPaid: async ({ orderId }) => {
      const commit = await whileContended(pause, () => reservations.commit(orderId));
      if (commit.outcome === 'committed' || isPaymentSettled(commit.row)) return;
      throw new AppError('not-found', 'reservation.not-found', `Nothing is reserved for order ${orderId}`);
    },
    OrderCancelled: forAllOrders((deliveries) =>
      release(deliveries.filter(({ data }) => !usedUp.includes(data.previousStatus)).map(endedOrder)),
    ),
    OrderExpired: forAllOrders((deliveries) => release(deliveries.map(endedOrder))),
  } satisfies Reactions<'inventory-inbox'>;
};

/**
 * The reaction to new orders. The events about new orders have their own queue, so that a batch of messages contains
 * only orders that need stock.
 */
export const reservations = (dependencies: ReserveStockDependencies) => {
  const reserve = reserveStock(dependencies);
  return {
    OrderCreated: forAllOrders((deliveries) =>
      reserve(
        deliveries.map(({ data: { orderId, items, attempt }, context, message }) => ({
          orderId,
          items,
          attempt,
          requestedAt: context.sentAt,
          trace: context,
          message,
        })),
      ),
    ),
  } satisfies Reactions<'inventory-reservations'>;
};
