import type { MessageContext } from '../../../shared/kernel/cause.ts';
import type { ChangeOrder } from '../domain/change-order.ts';
import type { Shortage } from '../domain/order.ts';
import { rejectForStock } from '../domain/stock.ts';

interface Data {
  readonly orderId: string;
  readonly reason: string;
  readonly shortages: readonly Shortage[];
}

/** There was too little stock: the order is rejected, and says of what. */
export const onStockReservationFailed =
  (dependencies: { readonly changeOrder: ChangeOrder }) =>
  ({ orderId, reason, shortages }: Data, context: MessageContext) =>
    dependencies.changeOrder(orderId, context, (order, at) =>
      rejectForStock(order, { at, reason, shortages }),
    );
