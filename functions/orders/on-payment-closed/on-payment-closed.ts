import type { MessageContext } from '../../../shared/kernel/cause.ts';
import type { ChangeOrder } from '../domain/change-order.ts';
import { recordClosure } from '../domain/payment.ts';

/** Nobody paid and nobody can any more: the order has expired. */
export const onPaymentClosed =
  (dependencies: { readonly changeOrder: ChangeOrder }) =>
  ({ orderId }: { readonly orderId: string }, context: MessageContext) =>
    dependencies.changeOrder(orderId, context, (order, at) => recordClosure(order, { at }));
