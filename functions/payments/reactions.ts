import * as z from 'zod/mini';
import { Amount, CurrencyCode, InstantField, OrderId } from '../../shared/events/fields.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import { ownMessage, type OwnMessages, type SingleReactions } from '../../shared/messaging/consumer.ts';
import type { Payments } from './aggregate.ts';
import { carryOutAcceptedRefund, checkPayment, recordMoneyWebhook } from './refunds/check-payment.ts';
import { closePayment } from './close-payment.ts';
import { collectPayment } from './collect-payment.ts';
import type { SessionDependencies } from './domain/payment-gateway.ts';
import { forgetPayer } from './forget-payer.ts';
import { recordPaymentWebhook, recordRefundWebhook } from './record-webhook.ts';
import { refundOrder } from './refunds/refund-order.ts';

/** The ports of the reactions. */
export interface PaymentsInboxDependencies extends SessionDependencies {
  readonly payments: Payments;
  readonly now: Clock;
}

/** What the payments service does when it receives an integration event, by type. */
export const reactions = (dependencies: PaymentsInboxDependencies): SingleReactions<'payments-inbox'> => {
  const refund = refundOrder(dependencies);
  return {
    PaymentRequested: collectPayment(dependencies),
    PaymentClosureRequested: closePayment(dependencies),
    OrderCancelled: closePayment(dependencies),
    OrderExpired: closePayment(dependencies),
    RefundRequested: refund,
    RefundAccepted: carryOutAcceptedRefund({ ...dependencies, refundOrder: refund }),
    OrderAnonymised: forgetPayer(dependencies),
  };
};

/** The data of PaymentWebhookReceived. */
export const PaymentWebhookData = z.object({
  outcome: z.enum(['succeeded', 'failed']),
  webhookId: z.string().check(z.minLength(1)),
  orderId: OrderId,
  sessionId: z.exactOptional(z.string().check(z.minLength(1))),
  amount: Amount,
  currency: CurrencyCode,
  paidAt: z.exactOptional(InstantField),
  reason: z.exactOptional(z.string()),
});

/** The data of RefundWebhookReceived. */
export const RefundWebhookData = z.object({
  outcome: z.enum(['settled', 'failed']),
  webhookId: z.string().check(z.minLength(1)),
  orderId: OrderId,
  refundId: z.string().check(z.minLength(1)),
  attempt: z.int().check(z.minimum(1)),
  amount: Amount,
  currency: CurrencyCode,
  reason: z.exactOptional(z.string()),
});

/** The data of MoneyWebhookReceived. */
export const MoneyWebhookData = z.object({
  webhookId: z.string().check(z.minLength(1)),
  paymentId: z.string().check(z.minLength(1), z.maxLength(255)),
});

/** The data of PaymentCheckDue. */
export const PaymentCheckData = z.object({ orderId: OrderId });

/** What the payments service does with the messages that it sends to its own inbox: verified webhooks and checks. */
export const ownMessages = (dependencies: PaymentsInboxDependencies): OwnMessages => {
  const checking = { ...dependencies, refundOrder: refundOrder(dependencies) };
  return {
    PaymentWebhookReceived: ownMessage(PaymentWebhookData, recordPaymentWebhook(dependencies)),
    RefundWebhookReceived: ownMessage(RefundWebhookData, recordRefundWebhook(dependencies)),
    MoneyWebhookReceived: ownMessage(MoneyWebhookData, recordMoneyWebhook(checking)),
    PaymentCheckDue: ownMessage(PaymentCheckData, checkPayment(checking)),
  };
};
