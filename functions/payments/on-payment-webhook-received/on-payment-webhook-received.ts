import { AppError } from '../../../shared/errors.ts';
import type { MessageContext } from '../../../shared/kernel/cause.ts';
import { changePayment, type PaymentChanges } from '../domain/change-payment.ts';
import { capture, decline } from '../domain/collect.ts';
import type { PaymentReport } from '../domain/webhook.ts';

/**
 * Applies what a verified webhook says by the payment's state: a capture applied twice is one capture, and a decline takes
 * nothing back.
 * @throws AppError `not-found` for a payment or session that is not recorded yet, which a redelivery mends;
 *   `unprocessable` for another session, amount or currency, which a person has to see.
 */
export const onPaymentWebhookReceived =
  (dependencies: PaymentChanges) =>
  async (report: PaymentReport, context: MessageContext): Promise<void> => {
    const changed = await changePayment(dependencies, report.orderId, context, (payment) =>
      report.outcome === 'succeeded'
        ? capture(payment, { ...report, capturedAt: report.paidAt ?? context.sentAt })
        : decline(payment, { ...report, declineId: report.webhookId, reason: report.reason ?? 'declined' }),
    );
    if (changed.outcome === 'missing') {
      throw new AppError('not-found', 'payment.not-found', 'The payment of the webhook is not recorded');
    }
    if (changed.outcome === 'accepted') return;
    switch (changed.reason) {
      case 'session-not-recorded':
        throw new AppError('not-found', 'payment.session-not-recorded', 'The session is not recorded yet');
      case 'not-this-payment':
        throw new AppError(
          'unprocessable',
          'payment.not-this-payment',
          'The webhook is about another session, amount or currency than the payment',
        );
    }
  };
