import { shop, type Examples } from './example.ts';

const { orderId } = shop;

const refund = {
  refundId: '9a7d2c1e-5b3f-5c8a-8e21-4f6b7d9c0a35',
  amount: 450,
  status: 'PENDING',
  reason: 'One bun was burnt.',
  requestedAt: '2026-03-02T09:00:00.000Z',
};

/** Examples of the routes about payments, refunds and webhooks. */
export const moneyExamples: Examples = {
  getPayment: {
    path: { orderId },
    answers: {
      200: {
        orderId,
        status: 'PARTIALLY_REFUNDED',
        amount: 900,
        currency: 'EUR',
        refunds: [{ ...refund, status: 'SETTLED' }],
        refundedOutside: 0,
        disputes: [],
      },
    },
  },
  refundPayment: {
    path: { orderId },
    body: { amount: 450, reason: 'One bun was burnt.' },
    answers: { 202: refund },
  },
  receiveWebhook: { answers: { 200: { received: true } } },
};
