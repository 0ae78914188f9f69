import { resultsOf, type Delivery, type DeliveryResult } from '../../../shared/kernel/delivery.ts';
import type { EndedOrder } from '../domain/escrow/ended-order.ts';

/** What inventory reads of the event. */
export interface OrderExpired {
  readonly orderId: string;
}

/** Nobody paid in time: the orders' units go back to the stock. */
export const onOrderExpired =
  (releaseStock: (orders: readonly EndedOrder[]) => Promise<ReadonlyMap<string, unknown>>) =>
  async (deliveries: readonly Delivery<OrderExpired>[]): Promise<readonly DeliveryResult[]> => {
    const orderIds = deliveries.map(({ data }) => data.orderId);
    const failures = await releaseStock(
      deliveries.map(({ data, context }) => ({
        orderId: data.orderId,
        requestedAt: context.sentAt,
        cause: context,
      })),
    );
    return resultsOf(orderIds, failures);
  };
