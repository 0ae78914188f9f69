import { rowDetailsOf, rowViewOf } from '../../../functions/insights/domain/row-view.ts';
import { dayViewOf } from '../../../functions/insights/domain/figures.ts';
import type { OrderRow } from '../../../functions/insights/domain/order-row.ts';
import { shop, type Examples } from './example.ts';

const { orderId, customerId } = shop;

/** A paid order. */
const row: OrderRow = {
  orderId,
  customerId,
  correlationId: '0195f0a0-0000-7000-8000-0000000000aa',
  placedAt: '2026-03-01T09:00:00.000Z',
  totalAmount: 700,
  currency: 'EUR',
  units: { 'cardamom-bun': 2 },
  captured: 700,
  events: {
    'OrderCreated:1': { at: '2026-03-01T09:00:00.000Z' },
    StockReserved: { at: '2026-03-01T09:00:00.150Z', by: 'OrderCreated:1' },
    PaymentRequested: { at: '2026-03-01T09:00:00.300Z', by: 'StockReserved' },
    PaymentLinkCreated: { at: '2026-03-01T09:00:00.900Z', by: 'PaymentRequested' },
    PaymentSucceeded: { at: '2026-03-01T09:20:01.000Z', by: '=webhook:evt_1' },
    OrderPaid: { at: '2026-03-01T09:20:01.200Z', by: 'PaymentSucceeded' },
  },
};

const day = '2026-03-01';
const figures = {
  placed: 40,
  reserved: 38,
  paid: 35,
  completed: 33,
  rejected: 2,
  cancelled: 2,
  expired: 3,
  'captured:EUR': 24_500,
  'refunded:EUR': 1_400,
  'paidIn:98': 30,
  'paidIn:1221': 5,
  'units:cardamom-bun': 52,
  'units:espresso': 18,
};

/** Examples of the routes with which staff see all orders. */
export const insightsExamples: Examples = {
  listAllOrders: {
    query: { status: 'PAID', day, currency: 'EUR', amountFrom: 500, amountTo: 1000, limit: 20 },
    answers: { 200: { items: [rowViewOf(row)] } },
  },
  getOrderTimeline: { path: { orderId }, answers: { 200: rowDetailsOf(row) } },
  getDayFigures: { path: { day }, answers: { 200: dayViewOf(day, figures) } },
};
