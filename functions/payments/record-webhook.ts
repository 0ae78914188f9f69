import { AppError } from '../../shared/errors.ts';
import type { MessageContext } from '../../shared/kernel/messages.ts';
import { refundReportRefusals, reportRefusals, type Payments } from './aggregate.ts';
import { refundNotFound } from './domain/carry-out-refund.ts';
import { capture, decline } from './domain/collect.ts';
import { recordRefundReport } from './domain/refunds.ts';
import type { PaymentReport, RefundReport } from './domain/webhook.ts';

/** The port of both use cases. */
export interface RecordWebhookDependencies {
  readonly payments: Payments;
}

/**
 * Records what a verified webhook reports about a payment. A repeated capture is one capture, and a decline undoes
 * nothing.
 * @throws AppError `not-found` for a payment or session that is not recorded yet, so the message is delivered again;
 *   `unprocessable` for another session, amount or currency: a person must look at it.
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
    // A webhook about a tombstone is a mismatch. To retry it, as for a missing payment, would not help.
    if (changed.outcome === 'rejected') throw reportRefusals[changed.reason](changed.state);
  };

/**
 * Records what a verified webhook reports about a refund that the provider had accepted: it settled, or it failed,
 * perhaps after it had settled. A failure makes the money refundable again and is published as RefundFailed.
 * @throws AppError `not-found` for a refund that is not in the ledger; `unprocessable` for another amount or
 *   currency, and for a settlement whose money is promised to other refunds: a person must look at it.
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
