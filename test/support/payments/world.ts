import { paymentAggregate } from '../../../functions/payments/aggregate.ts';
import {
  carryOutAcceptedRefund,
  checkPayment,
  recordMoneyWebhook,
} from '../../../functions/payments/refunds/check-payment.ts';
import { closePayment } from '../../../functions/payments/close-payment.ts';
import { collectPayment } from '../../../functions/payments/collect-payment.ts';
import type { PaymentGateway, SessionRefusal } from '../../../functions/payments/domain/payment-gateway.ts';
import type { PaymentStore } from '../../../functions/payments/domain/payment-store.ts';
import type { PaymentReport, RefundReport } from '../../../functions/payments/domain/webhook.ts';
import { ownMessages, reactions } from '../../../functions/payments/reactions.ts';
import { recordPaymentWebhook, recordRefundWebhook } from '../../../functions/payments/record-webhook.ts';
import { refundOrder } from '../../../functions/payments/refunds/refund-order.ts';
import { refundPayment } from '../../../functions/payments/refunds/refund-payment.ts';
import { eventsIn, type QueueMessage } from '../../../shared/events/integration-event.ts';
import { deliverTo } from '../deliver.ts';
import { memoryPaymentGateway } from '../memory/payment-gateway.ts';
import { memoryPaymentStore } from '../memory/payments-payment-store.ts';
import { KEEP_DAYS } from '../keep-days.ts';

export const ORDER = '01890000-0000-7000-8000-000000000001';
export const AT = '2026-03-01T09:30:00.000Z';
export const AUTO = `auto:${ORDER}`;
export const SESSION = `cs_${ORDER}`;
export const context = { correlationId: 'corr-1', causationId: 'cause-1', sentAt: AT };

/** The data of PaymentRequested, which the orders service publishes. */
export const requested = {
  orderId: ORDER,
  customerId: 'alice',
  amount: 1000,
  currency: 'EUR',
  payBy: '2026-03-01T10:00:00.000Z',
};
export const closure = { orderId: ORDER, customerId: 'alice' };
export const automatic = {
  orderId: ORDER,
  customerId: 'alice',
  refundId: AUTO,
  reason: 'order-cancelled',
} as const;

/** The webhook's report that the customer has paid. */
export const succeeded: PaymentReport = {
  outcome: 'succeeded',
  webhookId: 'msg_1',
  orderId: ORDER,
  sessionId: SESSION,
  amount: 1000,
  currency: 'EUR',
  paidAt: '2026-03-01T09:40:00.000Z',
};
export const declined: PaymentReport = {
  outcome: 'failed',
  webhookId: 'msg_0',
  orderId: ORDER,
  sessionId: SESSION,
  amount: 1000,
  currency: 'EUR',
  reason: 'card_declined',
};

export const refundSettled: RefundReport = {
  outcome: 'settled',
  webhookId: 'msg_r',
  orderId: ORDER,
  refundId: 'refund-a',
  attempt: 1,
  amount: 300,
  currency: 'EUR',
};
export const refundReturned: RefundReport = {
  ...refundSettled,
  outcome: 'failed',
  reason: 'lost_or_stolen_card',
};

/** Functions that wrap the ports of the payments service, so that a test can make them fail. */
export interface Interference {
  readonly store?: (store: PaymentStore) => PaymentStore;
  readonly gateway?: (gateway: PaymentGateway) => PaymentGateway;
}

/** The payments service in memory: its use cases, its published events, and the payment provider. */
export const paymentsWorld = ({ store = (s) => s, gateway = (g) => g }: Interference = {}) => {
  const published: QueueMessage[] = [];
  const refusals: SessionRefusal[] = [];
  const payments = memoryPaymentStore((_id, { outbox }) => {
    if (outbox !== undefined) published.push(...eventsIn(outbox));
  });
  const now = () => AT;
  const provider = memoryPaymentGateway({ now });
  const dependencies = {
    payments: paymentAggregate(store(payments), now, KEEP_DAYS),
    gateway: gateway(provider),
    now,
    onSessionRefused: (refusal: SessionRefusal) => refusals.push(refusal),
  };
  const checking = { ...dependencies, refundOrder: refundOrder(dependencies) };
  const react = {
    request: collectPayment(dependencies),
    close: closePayment(dependencies),
    webhook: recordPaymentWebhook(dependencies),
    refundWebhook: recordRefundWebhook(dependencies),
    refundAll: refundOrder(dependencies),
    moneyMoved: recordMoneyWebhook(checking),
    check: checkPayment(checking),
    refundAccepted: carryOutAcceptedRefund(checking),
  };
  const inbox = deliverTo('payments-inbox', reactions(dependencies), ownMessages(dependencies));
  const refund = refundPayment(dependencies);
  return {
    payments,
    provider,
    published,
    /** What the service reports about sessions that the provider refused to open. */
    refusals,
    refundPayment: (command: {
      readonly key: string;
      readonly amount?: number;
      readonly reason?: string;
    }) => {
      const { key, reason = 'broken', ...rest } = command;
      return refund({ orderId: ORDER, refundId: `refund-${key}`, reason, ...rest }, context);
    },
    request: () => react.request(requested, context),
    close: () => react.close(closure, context),
    webhook: (report: PaymentReport = succeeded) => react.webhook(report, context),
    /** Delivers a webhook about money that moved at the provider. The webhook names only the payment. */
    moneyMoved: (webhookId = 'msg_m') => react.moneyMoved({ webhookId, paymentId: SESSION }, context),
    /** Asks the provider about the payment, as the scheduled check does. */
    check: () => react.check({ orderId: ORDER }, context),
    refundWebhook: (report: RefundReport) => react.refundWebhook(report, context),
    refundAll: () => react.refundAll(automatic, context),
    refundAccepted: (key: string) =>
      react.refundAccepted({ orderId: ORDER, refundId: `refund-${key}` }, context),
    /** Delivers a message to the inbox: an event, or a message that the payments service sends to itself. */
    hear: (type: string, data: object) =>
      inbox({
        id: `${type}:${ORDER}`,
        type,
        version: 1,
        time: AT,
        correlationId: 'corr-1',
        causationId: 'c',
        data,
      }),
    payment: () => payments.rows.get(ORDER)?.state,
    types: () => published.map(({ type }) => type),
    last: (type: string) => published.findLast((message) => message.type === type),
    ids: (type: string) => published.filter((message) => message.type === type).map(({ id }) => id),
  };
};

/** A payments service whose payment was paid at the provider and captured by the webhook. */
export const paidWorld = async (interference?: Interference) => {
  const world = paymentsWorld(interference);
  await world.request();
  world.provider.pay(SESSION);
  await world.webhook();
  return world;
};
