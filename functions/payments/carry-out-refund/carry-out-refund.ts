import { AppError } from '../../../shared/errors.ts';
import type { Cause } from '../../../shared/kernel/cause.ts';
import { changePayment, type PaymentChanges } from '../domain/change-payment.ts';
import { isCaptured } from '../domain/payment.ts';
import type { PaymentGateway } from '../domain/payment-gateway.ts';
import { refundKey } from '../domain/refund.ts';
import { answerRefund, recordRefund, refundOf, type ResultRejection } from '../domain/refunds.ts';

/** What it takes to give money back. */
export type RefundDependencies = PaymentChanges & { readonly gateway: PaymentGateway };

/** Carries out one entry of the refund ledger. */
export type CarryOutRefund = (orderId: string, refundId: string, cause: Cause) => Promise<void>;

/**
 * Carries out a refund that stands in the ledger:
 * 1. a pending one: have the provider refund, with the refund's id as idempotency key, and record the result. A crash in
 *    between is resumed by the redelivery, and the provider acts once. Of one that it has under way it is asked again how
 *    it stands; the end comes by a webhook;
 * 2. one that is over: answer again how it ended.
 *
 * @throws AppError `not-found` for a refund that is not in the ledger; `unavailable` without an answer of the provider.
 */
export const carryOutRefund =
  (dependencies: RefundDependencies): CarryOutRefund =>
  async (orderId, refundId, cause) => {
    const payment = (await dependencies.payments.load(orderId))?.state;
    const refund = payment === undefined ? undefined : refundOf(payment, refundId);
    if (payment === undefined || refund === undefined || !isCaptured(payment))
      throw failures['unknown-refund'];

    if (refund.status !== 'PENDING') {
      await changePayment(dependencies, orderId, cause, (current) => answerRefund(current, refundId));
      return;
    }
    const { attempt, amount } = refund;
    const result = await dependencies.gateway.refund({
      key: refundKey(refund),
      sessionId: payment.session.id,
      amount,
      currency: payment.currency,
      reference: { orderId, refundId, attempt, correlationId: payment.correlationId },
    });
    const changed = await changePayment(dependencies, orderId, cause, (current) =>
      recordRefund(current, { refundId, attempt, result }),
    );
    if (changed.outcome === 'rejected') throw failures[changed.reason];
  };

const failures: Readonly<Record<ResultRejection, AppError>> = {
  'unknown-refund': new AppError('not-found', 'refund.not-found', 'The refund is not in the ledger'),
  'stale-attempt': new AppError('conflict', 'refund.stale-attempt', 'Another attempt began meanwhile'),
  'exceeds-captured': new AppError(
    'unprocessable',
    'refund.exceeds-captured',
    'The provider refunded what the ledger had given up and promised otherwise',
  ),
};
