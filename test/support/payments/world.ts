import { onRefundAccepted } from '../../../functions/payments/carry-out-refund/on-refund-accepted.ts';
import { onRefundRequested } from '../../../functions/payments/carry-out-refund/on-refund-requested.ts';
import { closePayment } from '../../../functions/payments/close-payment/close-payment.ts';
import type { SessionRefusal } from '../../../functions/payments/domain/open-session.ts';
import type { PaymentGateway } from '../../../functions/payments/domain/payment-gateway.ts';
import type { PaymentStore } from '../../../functions/payments/domain/payment-store.ts';
import { onPaymentRequested } from '../../../functions/payments/on-payment-requested/on-payment-requested.ts';
import { onPaymentWebhookReceived } from '../../../functions/payments/on-payment-webhook-received/on-payment-webhook-received.ts';
import { onRefundWebhookReceived } from '../../../functions/payments/on-refund-webhook-received/on-refund-webhook-received.ts';
import type { PaymentReport, RefundReport } from '../../../functions/payments/domain/webhook.ts';
import { paymentsOutbox } from '../../../functions/payments/outbox.ts';
import { refundPayment } from '../../../functions/payments/refund-payment/refund-payment.ts';
import { ownMessages, reactions } from '../../../functions/payments/reactions.ts';
import type { Message } from '../../../shared/events/envelope.ts';
import { dispatcher } from '../../../shared/messaging/dispatch.ts';
import { memoryPaymentGateway } from '../memory/payment-gateway.ts';
import { memoryPaymentStore } from '../memory/payments-payment-store.ts';

export const ORDER = '01890000-0000-7000-8000-000000000001';
export const AT = '2026-03-01T09:30:00.000Z';
export const AUTO = `auto:${ORDER}`;
export const SESSION = `cs_${ORDER}`;
export const context = { correlationId: 'corr-1', causationId: 'cause-1', sentAt: AT };

/** What orders says. */
export const requested = {
  orderId: ORDER,
  customerId: 'alice',
  amount: 1000,
  currency: 'EUR',
  payBy: '2026-03-01T10:00:00.000Z',
};
export const closure = { orderId: ORDER, customerId: 'alice' };
export const automatic = { orderId: ORDER, customerId: 'alice', refundId: AUTO, reason: 'order-cancelled' };

/** What a webhook says. */
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

/** Stands between payments and its ports; a test makes it fail there. */
export interface Interference {
  readonly store?: (store: PaymentStore) => PaymentStore;
  readonly gateway?: (gateway: PaymentGateway) => PaymentGateway;
}

/** Payments over memory: every use case, everything it published, and the provider. */
export const paymentsWorld = ({ store = (s) => s, gateway = (g) => g }: Interference = {}) => {
  const published: Message[] = [];
  const refusals: SessionRefusal[] = [];
  const payments = memoryPaymentStore((_id, row) => published.push(...(row.outbox as readonly Message[])));
  const provider = memoryPaymentGateway({ now: () => AT });
  const dependencies = {
    payments: store(payments),
    gateway: gateway(provider),
    toEnvelopes: paymentsOutbox,
    now: () => AT,
    onSessionRefused: (refusal: SessionRefusal) => refusals.push(refusal),
  };
  const react = {
    request: onPaymentRequested(dependencies),
    close: closePayment(dependencies),
    webhook: onPaymentWebhookReceived(dependencies),
    refundWebhook: onRefundWebhookReceived(dependencies),
    refundAll: onRefundRequested(dependencies),
    refundAccepted: onRefundAccepted(dependencies),
  };
  const inbox = dispatcher('payments-inbox', reactions(dependencies), ownMessages(dependencies));
  const refund = refundPayment({ ...dependencies, refundIdOf: (_order, key) => `refund-${key}` });
  return {
    payments,
    provider,
    published,
    /** What the log was told of refused sessions. */
    refusals,
    refundPayment: (command: {
      readonly key: string;
      readonly amount?: number;
      readonly reason?: string;
    }) => {
      const { key, reason = 'broken', ...rest } = command;
      return refund({ orderId: ORDER, idempotencyKey: key, reason, ...rest }, context);
    },
    request: () => react.request(requested, context),
    close: () => react.close(closure, context),
    webhook: (report: PaymentReport = succeeded) => react.webhook(report, context),
    refundWebhook: (report: RefundReport) => react.refundWebhook(report, context),
    refundAll: () => react.refundAll(automatic, context),
    refundAccepted: (key: string) =>
      react.refundAccepted({ orderId: ORDER, refundId: `refund-${key}` }, context),
    /** A message arrives in the inbox, an event or payments' own. */
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
    /** The payment as it is stored. */
    payment: () => payments.rows.get(ORDER)?.state,
    /** `type` of what was published, in order. */
    types: () => published.map(({ type }) => type),
    /** The last event of a type. */
    last: (type: string) => published.findLast((message) => message.type === type),
    /** Ids of the events of a type, in order. */
    ids: (type: string) => published.filter((message) => message.type === type).map(({ id }) => id),
  };
};

/** A world whose payment was paid at the provider and captured by its webhook. */
export const paidWorld = async (interference?: Interference) => {
  const world = paymentsWorld(interference);
  await world.request();
  world.provider.pay(SESSION);
  await world.webhook();
  return world;
};
