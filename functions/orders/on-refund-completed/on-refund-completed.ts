import type { MessageContext } from '../../../shared/kernel/cause.ts';
import type { ChangeOrder } from '../domain/change-order.ts';
import { recordRefund, type RefundedSoFar } from '../domain/refund.ts';

/** Money went back to the customer; a paid order that lost all of it is cancelled. */
export const onRefundCompleted =
  (dependencies: { readonly changeOrder: ChangeOrder }) =>
  (
    { orderId, refundedAmount, revision }: Omit<RefundedSoFar, 'at'> & { readonly orderId: string },
    context: MessageContext,
  ) =>
    dependencies.changeOrder(orderId, context, (order, at) =>
      recordRefund(order, { at, refundedAmount, revision }),
    );
