import { readEnv, text, wholeNumber } from '../../../shared/config/env.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { inboxHandler } from '../../../shared/messaging/inbox-handler.ts';
import { logger } from '../../../shared/observability/logger.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoContactStore } from '../adapters/dynamo-contact-store.ts';
import { dynamoMessageLog } from '../adapters/dynamo-message-log.ts';
import { dynamoSettledOrders } from '../adapters/dynamo-settled-orders.ts';
import { sesMailer } from '../adapters/ses-mailer.ts';
import { snsTexter } from '../adapters/sns-texter.ts';
import { onFulfilmentReady } from '../on-fulfilment-ready/on-fulfilment-ready.ts';
import { onOrderCancelled } from '../on-order-cancelled/on-order-cancelled.ts';
import { onOrderCompleted } from '../on-order-completed/on-order-completed.ts';
import { onOrderCreated } from '../on-order-created/on-order-created.ts';
import { onOrderExpired } from '../on-order-expired/on-order-expired.ts';
import { onOrderPaid } from '../on-order-paid/on-order-paid.ts';
import { onOrderRejected } from '../on-order-rejected/on-order-rejected.ts';
import { onPaymentFailed } from '../on-payment-failed/on-payment-failed.ts';
import { onPaymentLinkCreated } from '../on-payment-link-created/on-payment-link-created.ts';
import { onPaymentReminderDue } from '../on-payment-reminder-due/on-payment-reminder-due.ts';
import { onRefundCompleted } from '../on-refund-completed/on-refund-completed.ts';
import { sendNotification } from '../send-notification/send-notification.ts';

const env = readEnv({ TABLE_NAME: text, MAIL_SENDER: text, CLAIM_SECONDS: wholeNumber });

const notify = sendNotification({
  contacts: dynamoContactStore(documentClient, env.TABLE_NAME),
  log: dynamoMessageLog(documentClient, env.TABLE_NAME),
  settledOrders: dynamoSettledOrders(documentClient, env.TABLE_NAME),
  mailer: sesMailer(env.MAIL_SENDER),
  texter: snsTexter(),
  now: systemClock,
  claimSeconds: env.CLAIM_SECONDS,
  onRefused: (refusal) => logger.warn('The provider refused a message for good', { ...refusal }),
});

export const handler = inboxHandler('notifications-inbox', {
  OrderCreated: onOrderCreated(notify),
  PaymentLinkCreated: onPaymentLinkCreated(notify),
  PaymentReminderDue: onPaymentReminderDue(notify),
  OrderPaid: onOrderPaid(notify),
  PaymentFailed: onPaymentFailed(notify),
  OrderRejected: onOrderRejected(notify),
  OrderCancelled: onOrderCancelled(notify),
  OrderExpired: onOrderExpired(notify),
  FulfilmentReady: onFulfilmentReady(notify),
  OrderCompleted: onOrderCompleted(notify),
  RefundCompleted: onRefundCompleted(notify),
});
