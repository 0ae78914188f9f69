import { AppError } from '../../../shared/errors.ts';
import type { Cause } from '../../../shared/kernel/cause.ts';
import { changePayment, type PaymentChanges } from '../domain/change-payment.ts';
import { viewRefund, type RefundView } from '../domain/payment-view.ts';
import { refundOf, requestRefund, type RefundRejection } from '../domain/refunds.ts';

/** What an administrator asks for; without an amount all that is left is meant. */
export interface RefundPaymentCommand {
  readonly orderId: string;
  readonly idempotencyKey: string;
  readonly amount?: number;
  readonly reason: string;
}

/** Takes on a refund; see `refundPayment`. */
export type RefundPayment = (command: RefundPaymentCommand, cause: Cause) => Promise<RefundView>;

/**
 * Takes on a refund in one write: an entry of the ledger, and RefundAccepted in the outbox, which payments' own inbox
 * carries out. A repeat with the same key answers the same refund, as it stands by then.
 * @throws AppError 404 without a payment, 409 while no money was captured, 422 for more than is left, and for a key that
 *   came before with another body.
 */
export const refundPayment =
  (
    dependencies: PaymentChanges & {
      /** The refund's id, of the order and the idempotency key. */
      readonly refundIdOf: (orderId: string, idempotencyKey: string) => string;
    },
  ): RefundPayment =>
  async ({ orderId, idempotencyKey, amount, reason }, cause) => {
    const refundId = dependencies.refundIdOf(orderId, idempotencyKey);
    const changed = await changePayment(dependencies, orderId, cause, (payment, at) =>
      requestRefund(payment, { refundId, reason, at, ...(amount === undefined ? {} : { amount }) }),
    );
    if (changed.outcome === 'rejected' && changed.state.status !== 'TOMBSTONE')
      throw failures[changed.reason];
    const refund = changed.outcome === 'accepted' ? refundOf(changed.state, refundId) : undefined;
    if (refund === undefined) throw new AppError('not-found', 'payment.not-found', 'No such payment');
    return viewRefund(refund);
  };

const failures: Readonly<Record<RefundRejection, AppError>> = {
  'nothing-captured': new AppError(
    'conflict',
    'refund.nothing-captured',
    'No money was captured for this order',
  ),
  'exceeds-captured': new AppError(
    'unprocessable',
    'refund.exceeds-captured',
    'This is more than is left of what was captured',
  ),
  'key-reused': new AppError(
    'unprocessable',
    'idempotency.key-reused',
    'This idempotency key came before with another body',
  ),
};
