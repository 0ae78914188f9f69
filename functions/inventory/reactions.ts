import type { Reactions } from '../../shared/messaging/dispatch.ts';
import { onOrderCancelled } from './on-order-cancelled/on-order-cancelled.ts';
import { onOrderCreated, type OnOrderCreatedDependencies } from './on-order-created/on-order-created.ts';
import { onOrderExpired } from './on-order-expired/on-order-expired.ts';
import { onOrderPaid } from './on-order-paid/on-order-paid.ts';
import { releaseStock } from './release-stock/release-stock.ts';

/** What inventory does about each event. Apart from AWS, so that a simulation runs it. */
export const reactions = (dependencies: OnOrderCreatedDependencies): Reactions<'inventory-inbox'> => {
  const release = releaseStock(dependencies);
  return {
    OrderCreated: onOrderCreated(dependencies),
    OrderPaid: onOrderPaid(dependencies),
    OrderCancelled: onOrderCancelled(release),
    OrderExpired: onOrderExpired(release),
  };
};
