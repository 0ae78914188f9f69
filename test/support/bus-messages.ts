import type { EventData, EventType, eventSchemas } from '../../shared/events/catalog.ts';
import { eventsIn, outboxEventsOf, type QueueMessage } from '../../shared/events/integration-event.ts';
import type { Trace } from '../../shared/kernel/messages.ts';

const outboxEvent = outboxEventsOf<typeof eventSchemas>();

export const orderIdOf = (n: number): string => `0195f0a0-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** The optional parts of a test event, besides its data. */
export interface EventParts extends Partial<Trace> {
  /** Becomes the last part of the event id. It distinguishes several events of one type about one subject. */
  readonly discriminator?: string | number;
  readonly at?: string;
}

/** An integration event as a relay publishes it from an outbox. Its id is built as in the services. */
export const integrationEvent = <Type extends EventType>(
  type: Type,
  subject: string,
  data: EventData<Type>,
  {
    discriminator,
    at = '2026-03-01T09:00:00.000Z',
    correlationId = 'correlation-1',
    causationId = 'cause-1',
  }: EventParts = {},
): QueueMessage => {
  const events = [outboxEvent(type, subject, data, discriminator)];
  return eventsIn({ at, correlationId, causationId, events })[0]!;
};

/** An event as EventBridge sends it to a queue. */
export const busMessage = (type: string, data: unknown, overrides: Partial<QueueMessage> = {}) => ({
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

export const orderExpired = (n: number) =>
  busMessage(
    'OrderExpired',
    { orderId: orderIdOf(n), customerId: 'alice', items },
    { id: `OrderExpired:${n}` },
  );
