import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { EventData, EventType } from '../events/catalog.ts';
import type { QueueMessage } from '../events/integration-event.ts';
import { secondsBetween } from '../kernel/clock.ts';

/**
 * Buffers metrics in CloudWatch's embedded metric format. It is separate from the logger, because only relays need it.
 */
const metrics = new Metrics({ namespace: 'Orderly' });

type Recorders = { readonly [Type in EventType]?: (data: EventData<Type>, time: string) => void };

const count = (name: string): void => {
  metrics.addMetric(name, MetricUnit.Count, 1);
};
const latency = (name: string, from: string, to: string): void => {
  metrics.addMetric(name, MetricUnit.Milliseconds, Math.max(0, secondsBetween(from, to) * 1000));
};

const recorders: Recorders = {
  OrderCreated: ({ attempt }) => count(attempt === 1 ? 'OrdersPlaced' : 'StockAskedAgain'),
  OrderPaid: ({ placedAt }, time) => {
    count('OrdersPaid');
    latency('OrderToPaidLatency', placedAt, time);
  },
  OrderRejected: () => count('OrdersRejected'),
  OrderCancelled: () => count('OrdersCancelled'),
  OrderExpired: () => count('OrdersExpired'),
  OrderCompleted: () => count('OrdersCompleted'),
  StockReserved: ({ requestedAt }, time) => {
    count('StockReservations');
    if (requestedAt !== undefined) latency('StockReservationLatency', requestedAt, time);
  },
  StockLow: () => count('StockLow'),
  PaymentFailed: () => count('PaymentsDeclined'),
  RefundCompleted: () => count('RefundsCompleted'),
  RefundFailed: () => count('RefundsFailed'),
};

/**
 * Records business metrics about the events that a relay has published. An event that is published twice after a
 * failure counts twice, so the figures suit a dashboard but not accounting.
 */
export const recordBusinessMetrics = (events: readonly QueueMessage[]): void => {
  for (const event of events) {
    const record = recorders[event.type as EventType] as ((data: unknown, time: string) => void) | undefined;
    record?.(event.data, event.time);
  }
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
};
