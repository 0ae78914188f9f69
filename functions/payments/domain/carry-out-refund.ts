import { AppError } from '../../../shared/errors.ts';
import type { Aggregate, Refusals } from '../../../shared/kernel/aggregate.ts';
import type { Trace } from '../../../shared/kernel/messages.ts';
import { isCaptured, refundOf, type Payment, type Refund } from './payment.ts';
import type { PaymentEvent } from './payment-event.ts';
import type { PaymentGateway } from './payment-gateway.ts';
import { answerRefund, recordRefund, refundKey, type ResultRejection } from './refunds.ts';

/** The ports of the use cases about refunds. */
export interface RefundDependencies {
  readonly payments: Aggregate<Payment, PaymentEvent>;
  readonly gateway: PaymentGateway;
}

/**
 * The error if a refund is not in the payment's ledger (the list of the payment's refunds). A message that causes this
 * error is retried.
 */
export const refundNotFound = () =>
  new AppError('not-found', 'refund.not-found', 'The refund is not in the ledger');

/** The error for each reason why the provider's result for a refund is not recorded. */
export const resultRefusals: Refusals<Payment, ResultRejection> = {
  'unknown-refund': refundNotFound,
  'stale-attempt': () =>
    new AppError('conflict', 'refund.stale-attempt', 'Another attempt of the refund began meanwhile'),
  'exceeds-captured': () =>
    new AppError(
      'unprocessable',
      'refund.exceeds-captured',
      'A failed refund settled after all, but its money is reserved for other refunds',
    ),
};

/**
 * Carries out a refund that is recorded in the payment's ledger:
 * 1. If the refund is PENDING, request it from the provider with an idempotency key, and record the result. If the
 *    provider has already accepted the refund, the same request returns the refund's present status.
 * 2. If the refund is SETTLED or FAILED, publish again how it ended.
 *
 * After a crash, the redelivered message resumes the work.
 * @returns the refund afterwards.
 * @throws AppError `refund.not-found` for a refund that is not in the ledger; `unavailable` if the provider did not
 *   answer.
 */
export const carryOutRefund =
  ({ payments, gateway }: RefundDependencies) =>
  async (orderId: string, refundId: string, trace: Trace): Promise<Refund> => {
    const payment = (await payments.load(orderId))?.state;
    const refund = payment === undefined ? undefined : refundOf(payment, refundId);
    if (payment === undefined || refund === undefined || !isCaptured(payment)) throw refundNotFound();

    if (refund.status !== 'PENDING') {
      await payments.changeOrFail(
        orderId,
        trace,
        (current) => answerRefund(current, refundId),
        resultRefusals,
      );
      return refund;
    }
    const { attempt, amount } = refund;
    const result = await gateway.refund({
      key: refundKey(refund),
      sessionId: payment.session.id,
      amount,
      currency: payment.currency,
      reference: { orderId, refundId, attempt, correlationId: payment.correlationId },
    });
    const recorded = await payments.changeOrFail(
      orderId,
      trace,
      (current) => recordRefund(current, { refundId, attempt, result }),
      resultRefusals,
    );
    return refundOf(recorded, refundId) ?? refund;
  };
