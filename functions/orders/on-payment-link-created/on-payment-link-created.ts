import type { MessageContext } from '../../../shared/kernel/cause.ts';
import type { ChangeOrder } from '../domain/change-order.ts';
import { recordLink } from '../domain/payment.ts';

/** The customer can pay now, and finds the link in the order. */
export const onPaymentLinkCreated =
  (dependencies: { readonly changeOrder: ChangeOrder }) =>
  (
    { orderId, paymentLink }: { readonly orderId: string; readonly paymentLink: string },
    context: MessageContext,
  ) =>
    dependencies.changeOrder(orderId, context, (order, at) => recordLink(order, { at, paymentLink }));
