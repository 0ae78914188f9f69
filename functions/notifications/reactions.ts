import type { Reactions } from '../../shared/messaging/dispatch.ts';
import type { Notify } from './domain/notification.ts';
import { onFulfilmentReady } from './on-fulfilment-ready/on-fulfilment-ready.ts';
import { onOrderCancelled } from './on-order-cancelled/on-order-cancelled.ts';
import { onOrderCompleted } from './on-order-completed/on-order-completed.ts';
import { onOrderCreated } from './on-order-created/on-order-created.ts';
import { onOrderExpired } from './on-order-expired/on-order-expired.ts';
import { onOrderPaid } from './on-order-paid/on-order-paid.ts';
import { onOrderRejected } from './on-order-rejected/on-order-rejected.ts';
import { onPaymentFailed } from './on-payment-failed/on-payment-failed.ts';
import { onPaymentLinkCreated } from './on-payment-link-created/on-payment-link-created.ts';
import { onPaymentReminderDue } from './on-payment-reminder-due/on-payment-reminder-due.ts';
import { onRefundCompleted } from './on-refund-completed/on-refund-completed.ts';

/** What notifications tells customers about. Apart from AWS, so that a simulation runs it. */
export const reactions = (notify: Notify): Reactions<'notifications-inbox'> => ({
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
