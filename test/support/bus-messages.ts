import type { Message } from '../../shared/events/envelope.ts';

/** The `n`-th order id of a test. */
export const orderIdOf = (n: number): string => `0195f0a0-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** An event as EventBridge puts it on a queue. */
export const busMessage = (type: string, data: unknown, overrides: Partial<Message> = {}) => ({
  version: '0',
  'detail-type': type,
  detail: {
    id: `${type}:1`,
    type,
    version: 1,
    time: '2026-03-01T09:00:00.000Z',
    correlationId: 'correlation-1',
    causationId: 'cause-1',
    data,
    ...overrides,
  },
});

const items = [{ productId: 'bun', name: 'Bun', quantity: 1, unitAmount: 100 }];

/** OrderPaid of the `n`-th order. */
export const orderPaid = (n: number, more: Readonly<Record<string, unknown>> = {}) =>
  busMessage(
    'OrderPaid',
    {
      orderId: orderIdOf(n),
      customerId: 'alice',
      items,
      totalAmount: 100,
      currency: 'EUR',
      placedAt: '2026-03-01T08:59:00.000Z',
      ...more,
    },
    { id: `OrderPaid:${n}` },
  );

/** OrderExpired of the `n`-th order. */
export const orderExpired = (n: number) =>
  busMessage(
    'OrderExpired',
    { orderId: orderIdOf(n), customerId: 'alice', items },
    { id: `OrderExpired:${n}` },
  );
