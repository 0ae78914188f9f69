import { describe, expect, it } from '@jest/globals';
import type {
  Notification,
  Notify,
  Reaction,
} from '../../../../functions/notifications/domain/notification.ts';
import { onFulfilmentReady } from '../../../../functions/notifications/on-fulfilment-ready/on-fulfilment-ready.ts';
import { onOrderCancelled } from '../../../../functions/notifications/on-order-cancelled/on-order-cancelled.ts';
import { onOrderCompleted } from '../../../../functions/notifications/on-order-completed/on-order-completed.ts';
import { onOrderCreated } from '../../../../functions/notifications/on-order-created/on-order-created.ts';
import { onOrderExpired } from '../../../../functions/notifications/on-order-expired/on-order-expired.ts';
import { onOrderPaid } from '../../../../functions/notifications/on-order-paid/on-order-paid.ts';
import { onOrderRejected } from '../../../../functions/notifications/on-order-rejected/on-order-rejected.ts';
import { onPaymentFailed } from '../../../../functions/notifications/on-payment-failed/on-payment-failed.ts';
import { onPaymentLinkCreated } from '../../../../functions/notifications/on-payment-link-created/on-payment-link-created.ts';
import { onPaymentReminderDue } from '../../../../functions/notifications/on-payment-reminder-due/on-payment-reminder-due.ts';
import { onRefundCompleted } from '../../../../functions/notifications/on-refund-completed/on-refund-completed.ts';
import type { MessageContext } from '../../../../shared/kernel/cause.ts';

const context: MessageContext = {
  correlationId: 'request-1',
  causationId: 'event-1',
  sentAt: '2026-03-01T09:00:00.000Z',
};
const order = { orderId: '0195a5a5-0000-7000-8000-000000000001', customerId: 'alice' };
const items = [{ productId: 'desk', name: 'Desk', quantity: 2, unitAmount: 62_000 }];
const money = { amount: 124_000, currency: 'EUR' };
const priced = { ...order, items, totalAmount: 124_000, currency: 'EUR' };
const link = { ...order, paymentLink: 'https://pay.example/1', payBy: '2026-03-01T09:30:00.000Z' };
const cancelled = {
  ...order,
  items,
  previousStatus: 'PAID',
  by: 'staff',
  cause: 'cancelled-by-staff',
} as const;

/** A reaction, called with its event's data. */
const reacting =
  <Data>(create: (notify: Notify) => Reaction<Data>, data: Data) =>
  (notify: Notify): Promise<void> =>
    create(notify)(data, context);

describe('the reaction to an event', () => {
  it.each([
    ['OrderCreated', 'neither', reacting(onOrderCreated, priced)],
    ['PaymentLinkCreated', 'asks', reacting(onPaymentLinkCreated, { ...link, ...money })],
    ['PaymentReminderDue', 'asks', reacting(onPaymentReminderDue, link)],
    ['PaymentFailed', 'asks', reacting(onPaymentFailed, order)],
    ['OrderPaid', 'settles', reacting(onOrderPaid, priced)],
    ['OrderRejected', 'settles', reacting(onOrderRejected, { ...order, shortages: [] })],
    ['OrderCancelled', 'settles', reacting(onOrderCancelled, cancelled)],
    ['OrderExpired', 'settles', reacting(onOrderExpired, { ...order, items })],
    ['OrderCompleted', 'settles', reacting(onOrderCompleted, order)],
    ['FulfilmentReady', 'neither', reacting(onFulfilmentReady, order)],
    [
      'RefundCompleted',
      'neither',
      reacting(onRefundCompleted, { ...order, ...money, refundedAmount: 124_000 }),
    ],
  ] as const)('%s tells its customer, and %s for money', async (eventType, meaning, react) => {
    const told: { readonly notification: Notification; readonly context: MessageContext }[] = [];
    await react(async (notification, cause) => {
      told.push({ notification, context: cause });
    });
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ notification: { ...order, eventType, meaning }, context });
    const { content } = told[0]?.notification ?? {};
    expect(content?.subject).not.toBe('');
    // One segment of a text message (GSM 03.38); a link comes on top.
    expect(content?.sms.length).toBeLessThanOrEqual(160);
  });
});

describe('a refund that found nothing left', () => {
  it('is no news to the customer', async () => {
    let told = 0;
    await reacting(onRefundCompleted, { ...order, amount: 0, currency: 'EUR', refundedAmount: 124_000 })(
      async () => {
        told += 1;
      },
    );
    expect(told).toBe(0);
  });
});
