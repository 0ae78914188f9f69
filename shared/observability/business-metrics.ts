import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { EventData, EventType } from '../events/catalog.ts';
import { versionOf, type QueueMessage } from '../events/integration-event.ts';
import { CANARY_CUSTOMER, CANARY_PRODUCT } from '../kernel/caller.ts';
import { secondsBetween } from '../kernel/clock.ts';
import { logger, stage } from './telemetry.ts';

/**
 * Buffers metrics in CloudWatch's embedded metric format. Not in `telemetry.ts`, because only relays need this buffer.
 */
const metrics = new Metrics({ namespace: 'Orderly', defaultDimensions: { stage } });

/**
 * The time to pay: how many seconds a customer has to pay for an order. Of the relays, only that of the orders service
 * has this environment variable.
 */
const paymentWindowSeconds = (): number => Number(process.env['PAYMENT_WINDOW_SECONDS']);

/**
 * A payment counts as noticed in time if the order is paid before this share of the time to pay has passed since the
 * order was placed. If the provider's webhook does not arrive, Orderly usually notices a payment only when the time to
 * pay ends. Then Orderly asks the provider to close the payment, and learns that it is paid.
 */
const LATE = 0.95;

type Recorders = { readonly [Type in EventType]?: (data: EventData<Type>, time: string) => void };

const count = (name: string, times = 1): void => {
  metrics.addMetric(name, MetricUnit.Count, times);
};
const latency = (name: string, from: string, to: string): void => {
  metrics.addMetric(name, MetricUnit.Milliseconds, Math.max(0, secondsBetween(from, to) * 1000));
};

const recorders: Recorders = {
  OrderCreated: ({ attempt }) => {
    if (attempt > 1) return count('StockAskedAgain');
    count('OrdersPlaced');
    // An alarm compares OrdersPaidInTime with OrdersPlaced. So OrdersPaidInTime must exist before the first payment.
    count('OrdersPaidInTime', 0);
  },
  OrderPaid: ({ placedAt }, time) => {
    count('OrdersPaid');
    latency('OrderToPaidLatency', placedAt, time);
    count('OrdersPaidInTime', secondsBetween(placedAt, time) < LATE * paymentWindowSeconds() ? 1 : 0);
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
  RefundFailed: () => count('MoneyAtRisk'),
  PaymentDisputed: ({ status }) => {
    if (status !== 'WON') count('MoneyAtRisk');
  },
};

/**
 * The events about money at risk. Metrics count them even if they are about orders of the canary, because anyone who
 * has the canary's key can pay such an order.
 */
export const moneyEvents: readonly string[] = ['RefundFailed', 'PaymentDisputed'] satisfies EventType[];

/** The events that metrics count. The data of each event shows whether it is about the canary (`isOfCanary`). */
export const countedEvents = /* @__PURE__ */ Object.keys(recorders) as readonly EventType[];

/** True for the data of an event about an order of the canary, or about the canary's product. */
const isOfCanary = (data: unknown): boolean => {
  const { customerId, productId, canary } = data as Readonly<Record<string, unknown>>;
  return customerId === CANARY_CUSTOMER || productId === CANARY_PRODUCT || canary === true;
};

/**
 * Records business metrics about the events that a relay has published. An event that is published twice after a
 * failure counts twice, so the figures suit a dashboard but not accounting.
 *
 * A relay that runs older code also publishes events that only newer code knows. Such a relay does not count these
 * events. The function never throws, because after an error the stream would deliver the same records again and again.
 */
export const recordBusinessMetrics = (events: readonly QueueMessage[]): void => {
  for (const { type, version, data, time } of events) {
    if (!Object.hasOwn(recorders, type) || version > versionOf(type)) continue;
    const record = recorders[type as EventType] as (data: unknown, time: string) => void;
    try {
      if (moneyEvents.includes(type) || !isOfCanary(data)) record(data, time);
    } catch (error) {
      logger.warn('An event is published but not counted', { messageType: type, error: error as Error });
    }
  }
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
};
