import type { MessageContext, Trace } from '../../../shared/kernel/messages.ts';
import { askProvider } from '../domain/ask-provider.ts';
import { carryOutRefund, type RefundDependencies } from '../domain/carry-out-refund.ts';
import { automaticRefundOf } from '../domain/payment.ts';
import { isRetryDue } from '../domain/statement.ts';
import type { MoneyReport } from '../domain/webhook.ts';

/** What the use cases need: the payments, the gateway, and the use case of the automatic refund (`refundOrder`). */
export interface CheckPaymentDependencies extends RefundDependencies {
  readonly refundOrder: (
    request: { readonly orderId: string; readonly refundId: string; readonly reason: string },
    trace: Trace,
  ) => Promise<void>;
}

/**
 * Asks the provider about a payment's money and records what is new. Then continues the automatic refund, if it was
 * interrupted, or if it failed and something changed at the provider since (`isRetryDue`).
 * @throws AppError see `askProvider`.
 */
export const checkPayment =
  (dependencies: CheckPaymentDependencies) =>
  async ({ orderId }: { readonly orderId: string }, context: MessageContext): Promise<void> => {
    const payment = await askProvider(dependencies)(orderId, context);
    const automatic = automaticRefundOf(payment);
    if (automatic === undefined || !isRetryDue(payment)) return;
    const { refundId, reason } = automatic;
    await dependencies.refundOrder({ orderId, refundId, reason }, context);
  };

/**
 * Carries out a refund that an administrator requested. If the provider refuses the refund, the payment is checked
 * (`checkPayment`): its money may have moved at the provider, and the webhook about that may be lost. No new attempt is
 * made, because the administrator may already have refunded the money in another way.
 * @throws AppError see `carryOutRefund` and `askProvider`.
 */
export const carryOutAcceptedRefund = (dependencies: CheckPaymentDependencies) => {
  const carryOut = carryOutRefund(dependencies);
  const check = checkPayment(dependencies);
  return async (
    { orderId, refundId }: { readonly orderId: string; readonly refundId: string },
    context: MessageContext,
  ): Promise<void> => {
    const { status } = await carryOut(orderId, refundId, context);
    if (status === 'FAILED') await check({ orderId }, context);
  };
};

/** Checks the payment that a webhook names. Payments that are not of an order, such as another shop's, are ignored. */
export const recordMoneyWebhook = (dependencies: CheckPaymentDependencies) => {
  const check = checkPayment(dependencies);
  return async ({ paymentId }: MoneyReport, context: MessageContext): Promise<void> => {
    const orderId = await dependencies.gateway.orderOf(paymentId);
    if (orderId !== undefined) await check({ orderId }, context);
  };
};
