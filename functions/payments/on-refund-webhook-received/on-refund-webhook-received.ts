import { AppError } from '../../../shared/errors.ts';
import type { MessageContext } from '../../../shared/kernel/cause.ts';
import { changePayment, type PaymentChanges } from '../domain/change-payment.ts';
import { recordRefundReport, type RefundReportRejection } from '../domain/refunds.ts';
import type { RefundReport } from '../domain/webhook.ts';

/**
 * Applies what a verified webhook says about a refund that the provider had taken on: it settled, or it failed, perhaps
 * after it had settled. A failure frees its money in the ledger and is told by RefundFailed.
 * @throws AppError `not-found` for a refund that is not in the ledger; `unprocessable` for another amount or currency than
 *   the ledger's, and for a settlement whose money was promised otherwise, which a person has to see.
 */
export const onRefundWebhookReceived =
  (dependencies: PaymentChanges) =>
  async (report: RefundReport, context: MessageContext): Promise<void> => {
    const { refundId, attempt, amount, currency, outcome, reason = 'failed' } = report;
    const result = outcome === 'settled' ? ({ outcome } as const) : ({ outcome, reason } as const);
    const changed = await changePayment(dependencies, report.orderId, context, (payment) =>
      recordRefundReport(payment, { refundId, attempt, amount, currency, result }),
    );
    if (changed.outcome === 'missing') throw failures['unknown-refund'];
    if (changed.outcome === 'rejected') throw failures[changed.reason];
  };

const failures: Readonly<Record<RefundReportRejection, AppError>> = {
  'unknown-refund': new AppError('not-found', 'refund.not-found', 'The refund is not in the ledger'),
  'stale-attempt': new AppError('conflict', 'refund.stale-attempt', 'Another attempt began meanwhile'),
  'exceeds-captured': new AppError(
    'unprocessable',
    'refund.exceeds-captured',
    'The provider refunded what the ledger had given up and promised otherwise',
  ),
  'not-this-refund': new AppError(
    'unprocessable',
    'refund.not-this-refund',
    'The webhook is about another amount or currency than the refund',
  ),
};
