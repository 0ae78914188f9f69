import { evolve } from '../../functions/orders/domain/evolve.ts';
import type { OrderEvent } from '../../functions/orders/domain/events.ts';
import type { Order, PendingOrder } from '../../functions/orders/domain/order.ts';
import type { Price } from '../../functions/orders/domain/price-list.ts';

/** The fixed instant at which the orders of tests are placed. */
export const PLACED_AT = '2026-03-01T09:00:00.000Z';
/** The order of tests. */
export const ORDER_ID = '0195f0a0-0000-7000-8000-000000000001';

/** A new order, with what a test wants to be otherwise. */
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
  paidAmount: 0,
  refundedAmount: 0,
  history: [{ status: 'PENDING', at: PLACED_AT, cause: 'placed' }],
  attempt: 1,
  askedAt: PLACED_AT,
  ...overrides,
});

/** A price, with what a test wants to be otherwise. */
export const price = (overrides: Partial<Price> = {}): Price => ({
  productId: 'espresso',
  name: 'Espresso beans',
  unitAmount: 1250,
  currency: 'EUR',
  active: true,
  revision: 1,
  ...overrides,
});

/** Things that can have happened, each at its minute. */
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
    cause: 'cancelled-by-customer',
  },
  expired: { type: 'Expired', at: '2026-03-01T09:41:00.000Z', cause: 'not-paid-in-time' },
  rejected: { type: 'Rejected', at: '2026-03-01T09:01:00.000Z', reason: 'out-of-stock', shortages: [] },
} as const satisfies Readonly<Record<string, OrderEvent>>;

/** An order after some events. */
export const orderAfter = (...events: readonly OrderEvent[]): Order =>
  events.reduce<Order>(evolve, pendingOrder());

/** An order in each status, by the shortest way there. */
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
