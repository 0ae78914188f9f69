import type { MessageContext } from '../../../shared/kernel/cause.ts';
import type { ChangeOrder } from '../domain/change-order.ts';
import { confirmStock } from '../domain/stock.ts';

/** Stock is reserved: the customer can pay, until the payment window closes. */
export const onStockReserved =
  (dependencies: { readonly changeOrder: ChangeOrder; readonly paymentWindowSeconds: number }) =>
  ({ orderId }: { readonly orderId: string }, context: MessageContext) =>
    dependencies.changeOrder(orderId, context, (order, at) =>
      confirmStock(order, { at, paymentWindowSeconds: dependencies.paymentWindowSeconds }),
    );
