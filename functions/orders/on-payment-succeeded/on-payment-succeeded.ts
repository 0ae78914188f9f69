import type { MessageContext } from '../../../shared/kernel/cause.ts';
import type { ChangeOrder } from '../domain/change-order.ts';
import { recordPayment } from '../domain/payment.ts';

/** The money is there: the order is paid, or the money goes back if the order has ended. */
export const onPaymentSucceeded =
  (dependencies: { readonly changeOrder: ChangeOrder }) =>
  ({ orderId, amount }: { readonly orderId: string; readonly amount: number }, context: MessageContext) =>
    dependencies.changeOrder(orderId, context, (order, at) => recordPayment(order, { at, amount }));
