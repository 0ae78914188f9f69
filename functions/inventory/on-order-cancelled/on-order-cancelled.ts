import { resultsOf, type Delivery, type DeliveryResult } from '../../../shared/kernel/delivery.ts';
import type { EndedOrder } from '../domain/escrow/ended-order.ts';

/** What inventory reads of the event. */
export interface OrderCancelled {
  readonly orderId: string;
  readonly previousStatus: string;
}

/** Statuses from which on the goods are used up: they cannot be sold again. */
const usedUp: readonly string[] = ['PREPARING', 'READY'];

/** Orders were cancelled: their units go back to the stock, unless preparation had begun. */
export const onOrderCancelled =
  (releaseStock: (orders: readonly EndedOrder[]) => Promise<ReadonlyMap<string, unknown>>) =>
  async (deliveries: readonly Delivery<OrderCancelled>[]): Promise<readonly DeliveryResult[]> => {
    const failures = await releaseStock(
      deliveries
        .filter(({ data }) => !usedUp.includes(data.previousStatus))
        .map(({ data, context }) => ({ orderId: data.orderId, requestedAt: context.sentAt, cause: context })),
    );
    return resultsOf(
      deliveries.map(({ data }) => data.orderId),
      failures,
    );
  };
