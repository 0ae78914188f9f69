import type { Trace } from '../../../shared/kernel/messages.ts';
import { refundRefusals, type Payments } from '../aggregate.ts';
import { refundNotFound } from '../domain/carry-out-refund.ts';
import { refundOf } from '../domain/payment.ts';
import { viewRefund, type RefundView } from '../domain/payment-view.ts';
import { requestRefund } from '../domain/refunds.ts';

/** An administrator's request to refund a payment (`RequestRefund`). */
export interface RefundPaymentCommand {
  readonly orderId: string;
  readonly refundId: string;
  readonly amount?: number;
  readonly reason: string;
}

/**
 * Accepts a refund. One write stores an entry of the ledger, and the event RefundAccepted in the outbox. This service's
 * own inbox receives the event and carries out the refund.
 * @returns the refund. Repeating the request with the same key returns the same refund with its present status.
 * @throws AppError 404 if there is no payment; 409 if no money was captured, or if the payment has too many refunds;
 *   422 if the amount exceeds what is left, the provider cannot refund it, or the key was used with another body.
 */
export const refundPayment =
  ({ payments }: { readonly payments: Payments }) =>
  async ({ orderId, ...request }: RefundPaymentCommand, trace: Trace): Promise<RefundView> => {
    const payment = await payments.changeOrFail(
      orderId,
      trace,
      (current, at) => requestRefund(current, { ...request, at }),
      refundRefusals,
    );
    const refund = refundOf(payment, request.refundId);
    if (refund === undefined) throw refundNotFound();
    return viewRefund(refund, 'staff');
  };
