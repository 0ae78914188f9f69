import type { MessageContext } from '../../../shared/kernel/cause.ts';
import type { ChangeOrder } from '../domain/change-order.ts';
import { recordDecline } from '../domain/payment.ts';

/** An attempt to pay was declined: noted for the timeline, for the customer may try again. */
export const onPaymentFailed =
  (dependencies: { readonly changeOrder: ChangeOrder }) =>
  ({ orderId, reason }: { readonly orderId: string; readonly reason: string }, context: MessageContext) =>
    dependencies.changeOrder(orderId, context, (order, at) =>
      recordDecline(order, { at, reason, declineId: context.causationId }),
    );
