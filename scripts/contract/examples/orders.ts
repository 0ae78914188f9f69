import { shop, type Examples } from './example.ts';

const { orderId, customerId, otherCustomerId, productId } = shop;

const placed = {
  orderId,
  customerId,
  status: 'PENDING',
  items: [{ productId, name: 'Cardamom bun', quantity: 2, unitAmount: 450 }],
  totalAmount: 900,
  currency: 'EUR',
  note: 'No paper bag, please.',
  createdAt: '2026-03-02T08:15:00.000Z',
  paidAmount: 0,
  refundedAmount: 0,
  history: [{ status: 'PENDING', at: '2026-03-02T08:15:00.000Z', cause: 'placed' }],
  waitingFor: { what: 'stock', since: '2026-03-02T08:15:00.000Z', until: '2026-03-02T08:25:00.000Z' },
};

const awaitingPayment = {
  ...placed,
  status: 'AWAITING_PAYMENT',
  payBy: '2026-03-02T08:30:01.000Z',
  paymentLink: 'https://pay.example.com/sessions/cs_8Kq2',
  history: [
    ...placed.history,
    { status: 'AWAITING_PAYMENT', at: '2026-03-02T08:15:01.000Z', cause: 'stock-reserved' },
  ],
  waitingFor: { what: 'payment', since: '2026-03-02T08:15:01.000Z', until: '2026-03-02T08:30:01.000Z' },
};

const { payBy: _payBy, paymentLink: _paymentLink, waitingFor: _waitingFor, ...ended } = awaitingPayment;
const cancelled = {
  ...ended,
  status: 'CANCELLED',
  history: [
    ...awaitingPayment.history,
    { status: 'CANCELLED', at: '2026-03-02T08:16:00.000Z', cause: 'cancelled-by-customer' },
  ],
};

const erasure = { requestedAt: '2026-03-02T08:15:00.000Z', completeBy: '2026-06-28T08:15:00.000Z' };

/** Examples of the routes about orders, and about the erasure of a customer. */
export const orderExamples: Examples = {
  placeOrder: {
    body: { items: [{ productId, quantity: 2 }], note: 'No paper bag, please.' },
    answers: { 202: placed },
  },
  listOrders: {
    query: { status: 'AWAITING_PAYMENT', limit: 20 },
    answers: { 200: { items: [awaitingPayment] } },
  },
  getOrder: { path: { orderId }, answers: { 200: awaitingPayment } },
  cancelOrder: {
    path: { orderId },
    body: { reason: 'I ordered the wrong bun.' },
    answers: { 200: cancelled },
  },
  eraseMe: { answers: { 202: erasure } },
  eraseCustomer: { path: { customerId: otherCustomerId }, answers: { 202: erasure } },
};
