import type { OrderEvent } from '../../functions/insights/domain/fold.ts';
import { exampleOf } from '../../shared/events/examples/examples.ts';
import { eventId } from '../../shared/events/integration-event.ts';

/** The order in the examples of events. */
export const ORDER_ID = '0195f0a0-0000-7000-8000-000000000001';
export const placedAt = '2026-03-01T09:00:00.000Z';

/** The parts of an event that differ from its example. */
interface Parts {
  readonly at?: string;
  readonly discriminator?: string | number;
  readonly causationId?: string;
  readonly correlationId?: string;
}

const PLACEMENT = '0195f0a0-0000-7000-8000-0000000000aa';

/** An event about the order `ORDER_ID`, with the data of its example. */
export const orderEvent = (
  type: OrderEvent['type'],
  data: Readonly<Record<string, unknown>> = {},
  { at, discriminator, causationId = PLACEMENT, correlationId = PLACEMENT }: Parts = {},
): OrderEvent => {
  const example = exampleOf(type);
  return {
    type,
    id: eventId(type, ORDER_ID, discriminator),
    at: at ?? example.time,
    correlationId,
    causationId,
    data: { ...(example.data as object), orderId: ORDER_ID, ...data },
  } as OrderEvent;
};

const byStaff = (request: string) => ({ correlationId: request, causationId: request });
const by = (cause: string, correlationId = PLACEMENT) => ({
  causationId: eventId(cause, ORDER_ID),
  correlationId,
});
const [start, ready, handOver] = [1, 2, 3].map((n) => `0195f0a0-0000-7000-8000-0000000000b${n}`) as [
  string,
  string,
  string,
];
const at = (minutes: number, milliseconds = 0): { readonly at: string } => ({
  at: new Date(Date.parse(placedAt) + minutes * 60_000 + milliseconds).toISOString(),
});

/** The events of an order from its placement to its completion, oldest first. */
export const history: readonly OrderEvent[] = [
  orderEvent('OrderCreated', {}, { ...at(0), discriminator: 1 }),
  orderEvent('StockReserved', {}, { ...at(0, 100), causationId: eventId('OrderCreated', ORDER_ID, 1) }),
  orderEvent('PaymentRequested', {}, { ...at(0, 200), ...by('StockReserved') }),
  orderEvent('PaymentLinkCreated', {}, { ...at(0, 300), ...by('PaymentRequested') }),
  orderEvent('PaymentSucceeded', {}, { ...at(20), causationId: 'webhook:evt_1' }),
  orderEvent('OrderPaid', {}, { ...at(20, 100), ...by('PaymentSucceeded') }),
  orderEvent('FulfilmentStarted', {}, { ...at(21), ...byStaff(start) }),
  orderEvent('OrderPreparing', {}, { ...at(21, 100), ...by('FulfilmentStarted', start) }),
  orderEvent('FulfilmentReady', {}, { ...at(30), ...byStaff(ready) }),
  orderEvent('FulfilmentCompleted', {}, { ...at(40), ...byStaff(handOver) }),
  orderEvent('OrderCompleted', {}, { ...at(40, 100), ...by('FulfilmentCompleted', handOver) }),
];
