import type { paymentEvents } from '../payments.ts';
import { paidOrder, cancelledOrder, request, price, paymentLink, payBy, type ExamplesOf } from './story.ts';

/** Examples of the events that the payments service publishes. */
export const paymentExamples: ExamplesOf<typeof paymentEvents> = {
  PaymentLinkCreated: {
    id: 'PaymentLinkCreated:0195f0a0-0000-7000-8000-000000000001',
    causationId: 'PaymentRequested:0195f0a0-0000-7000-8000-000000000001',
    time: '2026-03-01T09:00:00.900Z',
    data: { ...paidOrder, paymentLink, ...price, payBy },
  },
  PaymentSucceeded: {
    id: 'PaymentSucceeded:0195f0a0-0000-7000-8000-000000000001',
    causationId: 'webhook:msg_2',
    time: '2026-03-01T09:20:01.000Z',
    data: { ...paidOrder, paymentId: 'cs_1', ...price, capturedAt: '2026-03-01T09:20:00.000Z' },
  },
  PaymentFailed: {
    id: 'PaymentFailed:0195f0a0-0000-7000-8000-000000000001:msg_1',
    causationId: 'webhook:msg_1',
    time: '2026-03-01T09:19:00.000Z',
    data: { ...paidOrder, reason: 'card-declined' },
  },
  PaymentClosed: {
    id: 'PaymentClosed:0195f0a0-0000-7000-8000-000000000005',
    causationId: 'PaymentRequested:0195f0a0-0000-7000-8000-000000000005',
    time: '2026-03-01T11:00:00.900Z',
    data: { orderId: '0195f0a0-0000-7000-8000-000000000005', reason: 'refused-by-provider' },
  },
  RefundAccepted: {
    id: 'RefundAccepted:0195f0a0-0000-7000-8000-000000000001:0195f3e2-0000-8000-8000-000000000001',
    causationId: request,
    time: '2026-03-02T11:00:00.000Z',
    data: {
      orderId: '0195f0a0-0000-7000-8000-000000000001',
      refundId: '0195f3e2-0000-8000-8000-000000000001',
      amount: 350,
      currency: 'EUR',
      reason: 'One bun was missing.',
    },
  },
  RefundCompleted: {
    id: 'RefundCompleted:0195f0a0-0000-7000-8000-000000000001:0195f3e2-0000-8000-8000-000000000001',
    causationId: 'RefundAccepted:0195f0a0-0000-7000-8000-000000000001:0195f3e2-0000-8000-8000-000000000001',
    time: '2026-03-02T11:00:01.000Z',
    data: {
      ...paidOrder,
      refundId: '0195f3e2-0000-8000-8000-000000000001',
      amount: 350,
      currency: 'EUR',
      refundedAmount: 350,
      revision: 5,
      reason: 'One bun was missing.',
    },
  },
  RefundFailed: {
    id: 'RefundFailed:0195f0a0-0000-7000-8000-000000000003:auto:0195f0a0-0000-7000-8000-000000000003',
    causationId:
      'RefundRequested:0195f0a0-0000-7000-8000-000000000003:auto:0195f0a0-0000-7000-8000-000000000003',
    time: '2026-03-01T10:00:01.000Z',
    data: {
      ...cancelledOrder,
      refundId: 'auto:0195f0a0-0000-7000-8000-000000000003',
      ...price,
      refundedAmount: 0,
      revision: 4,
      reason: 'gateway.refund-refused',
    },
  },
  PaymentDisputed: {
    id: 'PaymentDisputed:0195f0a0-0000-7000-8000-000000000001:dp_1#OPEN',
    causationId: 'webhook:msg_3',
    time: '2026-03-09T08:00:00.000Z',
    data: { ...paidOrder, disputeId: 'dp_1', ...price, status: 'OPEN', reason: 'fraudulent' },
  },
};
