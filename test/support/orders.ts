import { evolve } from '../../functions/orders/domain/evolve.ts';
import type { Order, OrderEvent, PendingOrder } from '../../functions/orders/domain/order.ts';
import type { Price } from '../../functions/orders/domain/ports.ts';

/** The time at which test orders are placed. */
export const PLACED_AT = '2026-03-01T09:00:00.000Z';
export const ORDER_ID = '0195f0a0-0000-7000-8000-000000000001';

export const pendingOrder = (overrides: Partial<PendingOrder> = {}): PendingOrder => ({
  status: 'PENDING',
  orderId: ORDER_ID,
  customerId: 'alice',
  items: [{ productId: 'espresso', name: 'Espresso beans', quantity: 2, unitAmount: 1250 }],
  totalAmount: 2500,
  currency: 'EUR',
  fingerprint: 'fingerprint',
  createdAt: PLACED_AT,
  stockBy: '2026-03-01T09:10:00.000Z',
  history: [],
  ...overrides,
});

export const price = (overrides: Partial<Price> = {}): Price => ({
  productId: 'espresso',
  name: 'Espresso beans',
  unitAmount: 1250,
  currency: 'EUR',
  active: true,
  revision: 1,
  ...overrides,
});

/** Sample domain events of an order. */
export const happened = {
  stockConfirmed: {
    type: 'StockConfirmed',
    at: '2026-03-01T09:01:00.000Z',
    payBy: '2026-03-01T09:31:00.000Z',
  },
  linkRecorded: { type: 'LinkRecorded', at: '2026-03-01T09:02:00.000Z', paymentLink: 'https://pay.test/1' },
  reminded: { type: 'Reminded', at: '2026-03-01T09:16:00.000Z', paymentLink: 'https://pay.test/1' },
  closureRequested: {
    type: 'ClosureRequested',
    at: '2026-03-01T09:31:00.000Z',
    answerBy: '2026-03-01T09:41:00.000Z',
  },
  paid: { type: 'Paid', at: '2026-03-01T09:05:00.000Z', amount: 2500 },
  preparing: { type: 'PreparationConfirmed', at: '2026-03-01T09:06:00.000Z', again: false },
  ready: { type: 'BecameReady', at: '2026-03-01T09:07:00.000Z' },
  completed: { type: 'Completed', at: '2026-03-01T09:08:00.000Z' },
  cancelled: {
    type: 'Cancelled',
    at: '2026-03-01T09:09:00.000Z',
    previousStatus: 'AWAITING_PAYMENT',
    by: 'customer',
    reason: 'cancelled-by-customer',
  },
  expired: { type: 'Expired', at: '2026-03-01T09:41:00.000Z', reason: 'not-paid-in-time' },
  rejected: { type: 'Rejected', at: '2026-03-01T09:01:00.000Z', reason: 'insufficient-stock', shortages: [] },
} as const satisfies Readonly<Record<string, OrderEvent>>;

/** An order after some domain events. */
export const orderAfter = (...events: readonly OrderEvent[]): Order =>
  events.reduce<Order>(evolve, pendingOrder());

/** For each status, an order that reached it with as few events as possible. */
export const orderIn = {
  PENDING: () => pendingOrder(),
  AWAITING_PAYMENT: () => orderAfter(happened.stockConfirmed, happened.linkRecorded),
  PAID: () => orderAfter(happened.stockConfirmed, happened.paid),
  PREPARING: () => orderAfter(happened.stockConfirmed, happened.paid, happened.preparing),
  READY: () => orderAfter(happened.stockConfirmed, happened.paid, happened.preparing, happened.ready),
  COMPLETED: () =>
    orderAfter(
      happened.stockConfirmed,
      happened.paid,
      happened.preparing,
      happened.ready,
      happened.completed,
    ),
  REJECTED: () => orderAfter(happened.rejected),
  CANCELLED: () => orderAfter(happened.stockConfirmed, happened.cancelled),
  EXPIRED: () => orderAfter(happened.stockConfirmed, happened.closureRequested, happened.expired),
} as const;
