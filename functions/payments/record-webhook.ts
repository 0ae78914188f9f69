import { AppError } from '../../shared/errors.ts';
import type { MessageContext } from '../../shared/kernel/messages.ts';
import { refundReportRefusals, reportRefusals, type Payments } from './aggregate.ts';
import { refundNotFound } from './domain/carry-out-refund.ts';
import { capture, decline } from './domain/collect.ts';
import { recordRefundReport } from './domain/refunds.ts';
import type { PaymentReport, RefundReport } from './domain/webhook.ts';

/** What `recordPaymentWebhook` and `recordRefundWebhook` need. */
export interface RecordWebhookDependencies {
  readonly payments: Payments;
}

/**
 * Records what a verified webhook reports about a payment. A repeated capture changes nothing. A decline undoes neither
 * a capture nor a closure.
 * @throws AppError `not-found` if the payment or its session is not recorded yet, so the message is retried;
 *   `unprocessable` if the session, amount or currency differs from the payment, so a person must look at it.
 */
export const recordPaymentWebhook =
  ({ payments }: RecordWebhookDependencies) =>
  async (report: PaymentReport, context: MessageContext): Promise<void> => {
    const changed = await payments.change(report.orderId, context, (payment) =>
      report.outcome === 'succeeded'
        ? capture(payment, { ...report, capturedAt: report.paidAt ?? context.sentAt })
        : decline(payment, { ...report, declineId: report.webhookId, reason: report.reason ?? 'declined' }),
    );
    if (changed.outcome === 'missing') {
      throw new AppError('not-found', 'payment.not-found', 'The payment of the webhook is not recorded');
    }
    // If the order has only a tombstone (`PaymentTombstone`), the webhook is rejected as a mismatch and not retried,
    // because no payment can follow.
    if (changed.outcome === 'rejected') throw reportRefusals[changed.reason](changed.state);
  };

/**
 * Records how a refund that the provider had accepted ended: it settled, or it failed, perhaps after it had settled.
 * After a failure, RefundFailed is published, and the money can be refunded again.
 * @throws AppError `not-found` if the refund is not in the ledger; `unprocessable` if the amount or currency differs,
 *   or if a failed refund settled after all and its money is reserved for other refunds. A person must look at
 *   `unprocessable` cases.
 */
export const recordRefundWebhook =
  ({ payments }: RecordWebhookDependencies) =>
  async (report: RefundReport, context: MessageContext): Promise<void> => {
    const { refundId, attempt, amount, currency, outcome, reason = 'failed' } = report;
    const result = outcome === 'settled' ? ({ outcome } as const) : ({ outcome, reason } as const);
    const changed = await payments.change(report.orderId, context, (payment) =>
      recordRefundReport(payment, { refundId, attempt, amount, currency, result }),
    );
    if (changed.outcome === 'missing') throw refundNotFound();
    if (changed.outcome === 'rejected') throw refundReportRefusals[changed.reason](changed.state);
  };
