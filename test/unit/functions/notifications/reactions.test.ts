import { describe, expect, it } from '@jest/globals';
import { renderEmail } from '../../../../functions/notifications/adapters/render-email.tsx';
import { renderSms } from '../../../../functions/notifications/adapters/sns-texter.ts';
import type {
  Notification,
  Notify,
  PaymentMeaning,
} from '../../../../functions/notifications/domain/notification.ts';
import { reactions } from '../../../../functions/notifications/reactions.ts';
import type { EventData } from '../../../../shared/events/catalog.ts';
import type { NotifiedEvent } from '../../../../functions/notifications/messages.ts';
import type { MessageContext } from '../../../../shared/kernel/messages.ts';
import { consumer } from '../../../../shared/messaging/consumer.ts';
import { memoryContactStore, memoryMessageLog } from '../../../support/memory/notifications-stores.ts';

type Heard = NotifiedEvent;

const at = '2026-03-01T09:00:00.000Z';
const order = { orderId: '0195a5a5-0000-7000-8000-000000000001', customerId: 'alice' };
const items = [{ productId: 'desk', name: 'Desk', quantity: 2, unitAmount: 62_000 }];
const money = { amount: 124_000, currency: 'EUR' };
const priced = { ...order, items, totalAmount: 124_000, currency: 'EUR' };
const link = { ...order, paymentLink: 'https://pay.example/1', payBy: '2026-03-01T09:30:00.000Z' };
const refund = { ...order, ...money, refundId: 'r', refundedAmount: 124_000, reason: 'broken' };

/** For each event of the notifications inbox: its meaning for the payment, the subject of its message, and its data. */
const events: { readonly [Type in Heard]: readonly [PaymentMeaning, string, EventData<Type>] } = {
  OrderCreated: ['neither', 'We have received your order', { ...priced, attempt: 1 }],
  PaymentLinkCreated: ['asks', 'Your order is ready for payment', { ...link, ...money }],
  PaymentReminderDue: ['asks', 'Your order is waiting for your payment', link],
  PaymentFailed: ['asks', 'Your payment did not go through', { ...order, reason: 'card_declined' }],
  OrderPaid: ['settles', 'Thank you for your payment', { ...priced, placedAt: at }],
  OrderRejected: [
    'settles',
    'Sorry, we are out of stock',
    { ...order, reason: 'insufficient-stock', shortages: [] },
  ],
  OrderCancelled: [
    'settles',
    'Your order was cancelled',
    { ...order, items, previousStatus: 'PAID', by: 'staff', cause: 'cancelled-by-staff' },
  ],
  OrderExpired: ['settles', 'Your order has expired', { ...order, items }],
  OrderCompleted: ['settles', 'Enjoy your order!', order],
  FulfilmentReady: ['neither', 'Your order is ready', { ...order, at }],
  RefundCompleted: ['neither', 'Your refund is on its way', refund],
};

/** Delivers an event to the inbox, and returns the notifications that the event causes. */
const told = async <Type extends Heard>(type: Type, data: EventData<Type>, correlationId = 'request-1') => {
  const all: { readonly notification: Notification; readonly context: MessageContext }[] = [];
  const notify: Notify = async (notification, context) => {
    all.push({ notification, context });
  };
  const message = { id: 'event-1', type, version: 1, time: at, correlationId, causationId: 'c' };
  const body = JSON.stringify({ ...message, data });
  const [contacts, log] = [memoryContactStore(), memoryMessageLog()];
  const consume = consumer('notifications-inbox', reactions({ notify, contacts, log, now: () => at }));
  expect(await consume([{ body, receive: { count: 1, max: 4 } }])).toMatchObject([
    { outcome: 'acknowledge' },
  ]);
  return all;
};

describe('the reaction to an event', () => {
  it.each(Object.keys(events) as Heard[])('%s tells its customer, in its own words', async (type) => {
    const [meaning, subject, data] = events[type];
    const [first, ...more] = await told(type, data);
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      notification: { ...order, eventType: type, meaning, content: { subject } },
      context: { correlationId: 'request-1', causationId: 'event-1', sentAt: at },
    });
    // A segment of a text message has 160 characters (GSM 03.38). The payment link is added to this text.
    expect(first?.notification.content.sms.length).toBeLessThanOrEqual(160);
  });
});

describe('a message', () => {
  it.each(Object.keys(events) as Heard[])(
    'about %s contains nothing that a customer can choose',
    async (type) => {
      const typed = 'evil.example';
      const data = { ...events[type][2], customerId: typed, note: typed, reason: typed };
      const known = type === 'OrderRejected' ? { ...data, reason: 'insufficient-stock' } : data;
      const [first] = await told(type, known as EventData<typeof type>, typed);
      const { content, orderId } = first!.notification;
      const { html, text } = renderEmail(content, { orderId, correlationId: first!.context.correlationId });
      for (const form of [content.subject, html, text, renderSms(content)]) expect(form).not.toContain(typed);
    },
  );
});

describe('a refund that found nothing left', () => {
  it('is no news to the customer', async () => {
    expect(await told('RefundCompleted', { ...refund, amount: 0 })).toEqual([]);
  });
});

describe('a dispute that the shop lost', () => {
  it('is told by the bank, not by us', async () => {
    expect(await told('RefundCompleted', { ...refund, reason: 'dispute-lost' })).toEqual([]);
    expect(await told('RefundCompleted', { ...refund, reason: 'refunded-at-provider' })).toHaveLength(1);
  });
});
