import type { Trace } from '../../shared/kernel/messages.ts';
import { refundRefusals, type Payments } from './aggregate.ts';
import { refundNotFound } from './domain/carry-out-refund.ts';
import { refundOf, viewRefund, type RefundView } from './domain/payment.ts';
import { requestRefund } from './domain/refunds.ts';

/** An administrator's request. Without an amount it means all that is left. */
export interface RefundPaymentCommand {
  readonly orderId: string;
  /** Derived from the order and the idempotency key, so a repetition has the same id. */
  readonly refundId: string;
  readonly amount?: number;
  readonly reason: string;
}

/**
 * Accepts a refund in one write: an entry of the ledger, and RefundAccepted in the outbox, which the inbox of
 * payments carries out. A repetition with the same key answers the same refund, as it stands by then.
 * @throws AppError 404 without a payment; 409 if no money was captured; 422 for more than is left, and for a key that
 *   was used with another body.
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
    return viewRefund(refund);
  };
