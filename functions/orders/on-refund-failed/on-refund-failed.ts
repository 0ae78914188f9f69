import type { MessageContext } from '../../../shared/kernel/cause.ts';
import type { ChangeOrder } from '../domain/change-order.ts';
import { recordRefusedRefund, type RefundedSoFar } from '../domain/refund.ts';

/** The provider refused a refund, or it failed on its way: the order goes on waiting for it, and an alarm tells staff. */
export const onRefundFailed =
  (dependencies: { readonly changeOrder: ChangeOrder }) =>
  (
    {
      orderId,
      refundId,
      refundedAmount,
      revision,
    }: Omit<RefundedSoFar, 'at'> & { readonly orderId: string; readonly refundId: string },
    context: MessageContext,
  ) =>
    dependencies.changeOrder(orderId, context, (order, at) =>
      recordRefusedRefund(order, { at, refundId, refundedAmount, revision }),
    );
