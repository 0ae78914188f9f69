import {
  eventId,
  eventsIn,
  outboxEventsOf,
  type QueueMessage,
} from '../../shared/events/integration-event.ts';
import { type Publish } from '../../shared/kernel/aggregate.ts';
import { CANARY_PRODUCT } from '../../shared/kernel/caller.ts';
import { type Outbox, outboxOf, type Trace } from '../../shared/kernel/messages.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import type { Product, ProductChanged } from './domain/product.ts';
import type { Reservation, ReservationEvent } from './domain/reservation.ts';
import { fellBelow, type StockMovement } from './domain/stock.ts';
import type { inventoryEvents } from '../../shared/events/inventory.ts';

const outboxEvent = outboxEventsOf<typeof inventoryEvents>();

/** Published when a product changes: the product's whole catalogue entry. The event's id contains the revision. */
export const publishProduct: Publish<Product, ProductChanged> = (events, { trace, at }) =>
  outboxOf(
    at,
    trace,
    events.map(({ type, product }) => outboxEvent(type, product.productId, product, product.revision)),
  );

/**
 * The answer to OrderCreated. Its id and its data depend only on the reservation, so the answer can be published again
 * with the same id.
 */
const answer = (reservation: Reservation, trace: Trace): Outbox | undefined => {
  const { orderId } = reservation;
  switch (reservation.status) {
    case 'RESERVED': {
      const { requestedAt, decidedAt, lines } = reservation;
      // Only the canary, a scheduled test (functions/ops/run-canary.ts), can order this product.
      const isOfCanary = lines.some(({ productId }) => productId === CANARY_PRODUCT);
      const data = { orderId, requestedAt, ...(isOfCanary ? { canary: true as const } : {}) };
      return outboxOf(decidedAt, trace, [outboxEvent('StockReserved', orderId, data)]);
    }
    case 'REJECTED': {
      const reason = 'insufficient-stock' as const;
      const data = { orderId, reason, shortages: [...reservation.shortages] };
      return outboxOf(reservation.decidedAt, trace, [outboxEvent('StockReservationFailed', orderId, data)]);
    }
    case 'COMMITTED':
    case 'RELEASED':
      return undefined;
  }
};

/** What is published for each domain event. */
const publications: Readonly<Record<ReservationEvent['type'], typeof answer>> = {
  StockReserved: answer,
  StockReservationFailed: answer,
  AnswerRepeated: answer,
  StockReleased: () => undefined,
};

/** What is published for a decision about a reservation. A decision has at most one event. */
export const publishReservation = (
  [event]: readonly ReservationEvent[],
  { state, trace }: { readonly state: Reservation; readonly trace: Trace },
): Outbox | undefined => event && publications[event.type](state, trace);

/**
 * Builds StockLow if a movement makes the stock fall below the threshold. The relay derives StockLow from the table's
 * stream, so the event costs no write. The event's id contains the version of the stock item. The stream does not show
 * which request moved the stock, so the event uses its own id as correlation id and causation id.
 */
export const stockLow =
  (threshold: number, now: Clock) =>
  (movement: StockMovement): readonly QueueMessage[] => {
    if (!fellBelow(threshold, movement)) return [];
    const { productId, after: available, version } = movement;
    const id = eventId('StockLow', productId, version);
    const event = outboxEvent('StockLow', productId, { productId, available, threshold }, version);
    return eventsIn({ at: now(), correlationId: id, causationId: id, events: [event] });
  };
