import type { orderEvents } from '../orders.ts';
import {
  paidOrder,
  rejectedOrder,
  cancelledOrder,
  expiredOrder,
  request,
  items,
  price,
  paymentLink,
  payBy,
  type ExamplesOf,
} from './story.ts';

/** Examples of the events that the orders service publishes. */
export const orderExamples: ExamplesOf<typeof orderEvents> = {
  OrderCreated: {
    id: 'OrderCreated:0195f0a0-0000-7000-8000-000000000001:1',
    causationId: request,
    time: '2026-03-01T09:00:00.000Z',
    data: { ...paidOrder, items, totalAmount: 700, currency: 'EUR', attempt: 1 },
  },
  PaymentRequested: {
    id: 'PaymentRequested:0195f0a0-0000-7000-8000-000000000001',
    causationId: 'StockReserved:0195f0a0-0000-7000-8000-000000000001',
    time: '2026-03-01T09:00:00.300Z',
    data: { ...paidOrder, ...price, payBy },
  },
  PaymentReminderDue: {
    id: 'PaymentReminderDue:0195f0a0-0000-7000-8000-000000000001',
    causationId: 'WatchdogTick:0195f0a0-0000-7000-8000-000000000001:2026-03-01T09:10:00.000Z',
    time: '2026-03-01T09:15:00.400Z',
    data: { ...paidOrder, paymentLink, payBy },
  },
  PaymentClosureRequested: {
    id: 'PaymentClosureRequested:0195f0a0-0000-7000-8000-000000000004',
    causationId: 'WatchdogTick:0195f0a0-0000-7000-8000-000000000004:2026-03-01T09:25:00.000Z',
    time: '2026-03-01T09:30:00.500Z',
    data: { ...expiredOrder },
  },
  OrderPaid: {
    id: 'OrderPaid:0195f0a0-0000-7000-8000-000000000001',
    causationId: 'PaymentSucceeded:0195f0a0-0000-7000-8000-000000000001',
    time: '2026-03-01T09:20:01.200Z',
    data: {
      ...paidOrder,
      items,
      totalAmount: 700,
      currency: 'EUR',
      note: 'Please slice them.',
      placedAt: '2026-03-01T09:00:00.000Z',
    },
  },
  OrderPreparing: {
    id: 'OrderPreparing:0195f0a0-0000-7000-8000-000000000001',
    causationId: 'FulfilmentStarted:0195f0a0-0000-7000-8000-000000000001',
    time: '2026-03-01T09:22:00.200Z',
    data: { ...paidOrder },
  },
  OrderRejected: {
    id: 'OrderRejected:0195f0a0-0000-7000-8000-000000000002',
    causationId: 'StockReservationFailed:0195f0a0-0000-7000-8000-000000000002',
    time: '2026-03-01T09:05:00.300Z',
    data: {
      ...rejectedOrder,
      reason: 'insufficient-stock',
      shortages: [{ productId: 'cardamom-bun', requested: 40, available: 3 }],
    },
  },
  OrderCancelled: {
    id: 'OrderCancelled:0195f0a0-0000-7000-8000-000000000003',
    causationId: request,
    time: '2026-03-01T10:00:00.000Z',
    data: {
      ...cancelledOrder,
      items,
      previousStatus: 'PAID',
      by: 'customer',
      cause: 'cancelled-by-customer',
    },
  },
  OrderExpired: {
    id: 'OrderExpired:0195f0a0-0000-7000-8000-000000000004',
    causationId: 'PaymentClosed:0195f0a0-0000-7000-8000-000000000004',
    time: '2026-03-01T09:30:01.000Z',
    data: { ...expiredOrder, items },
  },
  OrderCompleted: {
    id: 'OrderCompleted:0195f0a0-0000-7000-8000-000000000001',
    causationId: 'FulfilmentCompleted:0195f0a0-0000-7000-8000-000000000001',
    time: '2026-03-01T09:40:00.200Z',
    data: { ...paidOrder },
  },
  RefundRequested: {
    id: 'RefundRequested:0195f0a0-0000-7000-8000-000000000003:auto:0195f0a0-0000-7000-8000-000000000003',
    causationId: request,
    time: '2026-03-01T10:00:00.000Z',
    data: {
      ...cancelledOrder,
      refundId: 'auto:0195f0a0-0000-7000-8000-000000000003',
      all: true,
      reason: 'order-cancelled',
    },
  },
  CustomerErasureRequested: {
    id: 'CustomerErasureRequested:2bd806c97f0e00af1a1fc3328fa763a9269723c8db8fac4f93af71db186d6e90:2026-03-08T12:00:00.000Z',
    causationId: request,
    time: '2026-03-08T12:00:00.000Z',
    data: {
      erasureId: '2bd806c97f0e00af1a1fc3328fa763a9269723c8db8fac4f93af71db186d6e90',
      customerId: 'alice',
      requestedAt: '2026-03-08T12:00:00.000Z',
    },
  },
  OrderAnonymised: {
    id: 'OrderAnonymised:0195f0a0-0000-7000-8000-000000000001',
    causationId:
      'ErasureTick:2bd806c97f0e00af1a1fc3328fa763a9269723c8db8fac4f93af71db186d6e90:2026-03-08T12:00:00.100Z',
    time: '2026-03-08T12:00:01.000Z',
    data: {
      orderId: '0195f0a0-0000-7000-8000-000000000001',
      customerId: 'erased-0195f4c0-0000-7000-8000-000000000001',
      hasPayment: true,
      hasTicket: true,
    },
  },
};
