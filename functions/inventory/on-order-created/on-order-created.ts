import { resultsOf, type Delivery, type DeliveryResult } from '../../../shared/kernel/delivery.ts';
import type { StockRequest } from '../domain/escrow/grouping.ts';
import type { StockLine } from '../domain/stock.ts';

/** What inventory reads of the event. */
export interface OrderCreated {
  readonly orderId: string;
  readonly items: readonly StockLine[];
  /** 2 and more when orders asks again because no answer came. */
  readonly attempt: number;
}

/** Orders want stock: they are settled together. */
export const onOrderCreated =
  (reserveStock: (requests: readonly StockRequest[]) => Promise<ReadonlyMap<string, unknown>>) =>
  async (deliveries: readonly Delivery<OrderCreated>[]): Promise<readonly DeliveryResult[]> => {
    const failures = await reserveStock(
      deliveries.map(({ data: { orderId, items, attempt }, context, message }) => ({
        orderId,
        items,
        attempt,
        requestedAt: context.sentAt,
        cause: context,
        message,
      })),
    );
    return resultsOf(
      deliveries.map(({ data }) => data.orderId),
      failures,
    );
  };
