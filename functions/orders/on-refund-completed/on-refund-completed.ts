import type { MessageContext } from '../../../shared/kernel/cause.ts';
import type { ChangeOrder } from '../domain/change-order.ts';
import { recordRefund } from '../domain/refund.ts';

/** Money went back to the customer; a paid order that lost all of it is cancelled. */
export const onRefundCompleted =
  (dependencies: { readonly changeOrder: ChangeOrder }) =>
  (
    { orderId, refundedAmount }: { readonly orderId: string; readonly refundedAmount: number },
    context: MessageContext,
  ) =>
    dependencies.changeOrder(orderId, context, (order, at) => recordRefund(order, { at, refundedAmount }));
