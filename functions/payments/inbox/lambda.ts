import { readEnv, text } from '../../../shared/config/env.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { ownMessage } from '../../../shared/messaging/dispatch.ts';
import { inboxHandler } from '../../../shared/messaging/inbox-handler.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { configuredGateway } from '../adapters/configured-provider.ts';
import { dynamoPaymentStore } from '../adapters/dynamo-payment-store.ts';
import { onRefundAccepted } from '../carry-out-refund/on-refund-accepted.ts';
import { onRefundRequested } from '../carry-out-refund/on-refund-requested.ts';
import { closePayment } from '../close-payment/close-payment.ts';
import { onPaymentRequested } from '../on-payment-requested/on-payment-requested.ts';
import { onPaymentWebhookReceived } from '../on-payment-webhook-received/on-payment-webhook-received.ts';
import { paymentsOutbox } from '../outbox.ts';
import { PaymentWebhookData } from './webhook-message.ts';

const env = readEnv({ TABLE_NAME: text });

const dependencies = {
  payments: dynamoPaymentStore(documentClient, env.TABLE_NAME),
  gateway: await configuredGateway(),
  toEnvelopes: paymentsOutbox,
  now: systemClock,
};

/** What payments reacts to. */
export const handler = inboxHandler(
  'payments-inbox',
  {
    PaymentRequested: onPaymentRequested(dependencies),
    PaymentClosureRequested: closePayment(dependencies),
    OrderCancelled: closePayment(dependencies),
    OrderExpired: closePayment(dependencies),
    RefundRequested: onRefundRequested(dependencies),
    RefundAccepted: onRefundAccepted(dependencies),
  },
  { PaymentWebhookReceived: ownMessage(PaymentWebhookData, onPaymentWebhookReceived(dependencies)) },
);
