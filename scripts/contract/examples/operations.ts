import { shop, type Examples } from './example.ts';

const queue = 'orders-inbox';
const letter = {
  messageId: 'c3b2f6a0-58d5-4a3c-9d0e-1f7f5a3f9c55',
  type: 'PaymentSucceeded',
  eventId: 'payment#5f0c8a52-3a0d-5d1e-9f6e-0c6b0f4b7a11#3#0',
  correlationId: '0199a5c2-6f0e-7c39-9f43-5b8d1c2a7e10',
  orderId: shop.orderId,
  receiveCount: 5,
  sentAt: '2026-03-02T08:20:00.000Z',
};

/** Examples of the routes for operators. */
export const operationExamples: Examples = {
  getHealth: { answers: { 200: { status: 'ok', stage: 'local', version: '0.1.0' } } },
  getStatus: {
    answers: {
      200: {
        queues: [{ name: queue, depth: 0, inFlight: 0, delayed: 0, deadLetters: 1, oldestAgeSeconds: null }],
        alarms: [
          {
            name: 'orderly-production-orders-inbox-dlq-not-empty',
            state: 'ALARM',
            since: '2026-03-02T08:21:00.000Z',
          },
        ],
        failures: {
          windowMinutes: 15,
          failureRate: 0.001,
          services: [{ service: 'orders', invocations: 1000, errors: 1, failureRate: 0.001 }],
        },
        unavailable: [],
      },
    },
  },
  listDeadLetters: {
    query: { queue },
    answers: {
      200: {
        groups: [
          {
            queue,
            cause: 'order 5f0c8a52 cannot be read',
            code: 'storage.busy',
            source: 'orders-inbox',
            count: 1,
            messages: [letter],
          },
        ],
        complete: true,
      },
    },
  },
  redriveDeadLetters: {
    path: { queue },
    body: { messageIds: [letter.messageId] },
    answers: {
      200: {
        queue,
        count: 1,
        moved: [{ messageId: letter.messageId, type: letter.type, eventId: letter.eventId }],
        failed: [],
        notFound: [],
        remaining: 0,
      },
    },
  },
};
