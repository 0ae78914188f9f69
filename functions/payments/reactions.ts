import { ownMessage, type OwnMessage, type Reactions } from '../../shared/messaging/dispatch.ts';
import type { PaymentChanges } from './domain/change-payment.ts';
import type { SessionDependencies } from './domain/open-session.ts';
import { onRefundAccepted } from './carry-out-refund/on-refund-accepted.ts';
import { onRefundRequested } from './carry-out-refund/on-refund-requested.ts';
import { closePayment } from './close-payment/close-payment.ts';
import { PaymentWebhookData, RefundWebhookData } from './inbox/webhook-message.ts';
import { onPaymentRequested } from './on-payment-requested/on-payment-requested.ts';
import { onPaymentWebhookReceived } from './on-payment-webhook-received/on-payment-webhook-received.ts';
import { onRefundWebhookReceived } from './on-refund-webhook-received/on-refund-webhook-received.ts';

/** What the reactions of payments work with. */
export type PaymentsInboxDependencies = PaymentChanges & SessionDependencies;

/** What payments does about each event. Apart from AWS, so that a simulation runs it. */
export const reactions = (dependencies: PaymentsInboxDependencies): Reactions<'payments-inbox'> => ({
  PaymentRequested: onPaymentRequested(dependencies),
  PaymentClosureRequested: closePayment(dependencies),
  OrderCancelled: closePayment(dependencies),
  OrderExpired: closePayment(dependencies),
  RefundRequested: onRefundRequested(dependencies),
  RefundAccepted: onRefundAccepted(dependencies),
});

/** What it does about its own messages: webhooks whose signature was verified. */
export const ownMessages = (
  dependencies: PaymentsInboxDependencies,
): Readonly<Record<string, OwnMessage>> => ({
  PaymentWebhookReceived: ownMessage(PaymentWebhookData, onPaymentWebhookReceived(dependencies)),
  RefundWebhookReceived: ownMessage(RefundWebhookData, onRefundWebhookReceived(dependencies)),
});
