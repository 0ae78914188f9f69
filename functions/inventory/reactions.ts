import { oneByOne, type BatchReactions } from '../../shared/messaging/batch.ts';
import type { BatchDependencies } from './domain/escrow/commit-batch.ts';
import type { ReservationChanges } from './domain/change-reservation.ts';
import { onOrderCancelled } from './on-order-cancelled/on-order-cancelled.ts';
import { onOrderCreated } from './on-order-created/on-order-created.ts';
import { onOrderExpired } from './on-order-expired/on-order-expired.ts';
import { onOrderPaid } from './on-order-paid/on-order-paid.ts';
import { releaseStock } from './release-stock/release-stock.ts';
import { reserveStock, type ReserveStockDependencies } from './reserve-stock/reserve-stock.ts';

/** What inventory does about each event, many at once. Apart from AWS, so that a simulation runs it. */
export const reactions = (
  dependencies: ReservationChanges & BatchDependencies,
): BatchReactions<'inventory-inbox'> => {
  const release = releaseStock(dependencies);
  return {
    OrderPaid: oneByOne(onOrderPaid(dependencies)),
    OrderCancelled: onOrderCancelled(release),
    OrderExpired: onOrderExpired(release),
  };
};

/** What it does about new orders, which have a queue of their own: its batches are full of what can be grouped. */
export const reservations = (
  dependencies: ReserveStockDependencies,
): BatchReactions<'inventory-reservations'> => ({
  OrderCreated: onOrderCreated(reserveStock(dependencies)),
});
