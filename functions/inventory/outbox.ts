import { envelope, eventId, type Envelope } from '../../shared/events/envelope.ts';
import type { Cause } from '../../shared/kernel/cause.ts';
import type { Clock, Instant } from '../../shared/kernel/clock.ts';
import type { ToEnvelopes } from './domain/change-reservation.ts';
import type { ProductChanged } from './domain/product.ts';
import type { Reservation, ReservationEvent } from './domain/reservation.ts';
import { fellBelow, type StockMovement } from './domain/stock.ts';

/** What inventory publishes of a product's events: the whole entry, named by its revision. */
export const productEnvelopes = (
  events: readonly ProductChanged[],
  cause: Cause,
  at: Instant,
): readonly Envelope[] =>
  events.map(({ type, product }) =>
    envelope({ type, subject: product.productId, discriminator: product.revision, data: product, at, cause }),
  );

/**
 * What inventory publishes of a reservation's events: the answer to OrderCreated. It is given once an order, so the order
 * names it. That units came back is no news to anybody.
 */
export const reservationEnvelopes: ToEnvelopes = (events, reservation, cause) =>
  events.flatMap((event) => published(event, reservation, cause));

const published = (event: ReservationEvent, reservation: Reservation, cause: Cause): readonly Envelope[] => {
  switch (event.type) {
    case 'StockReserved':
    case 'StockReservationFailed':
    case 'AnswerRepeated':
      return answer(reservation, cause);
    case 'StockReleased':
      return [];
  }
};

/** The answer to OrderCreated, made of the row alone, so that it can be given again. */
const answer = (reservation: Reservation, cause: Cause): readonly Envelope[] => {
  const { orderId } = reservation;
  switch (reservation.status) {
    case 'RESERVED': {
      const { decidedAt: at, requestedAt } = reservation;
      return [
        envelope({ type: 'StockReserved', subject: orderId, data: { orderId, requestedAt }, at, cause }),
      ];
    }
    case 'REJECTED': {
      const data = { orderId, reason: 'insufficient-stock', shortages: [...reservation.shortages] };
      return [
        envelope({
          type: 'StockReservationFailed',
          subject: orderId,
          data,
          at: reservation.decidedAt,
          cause,
        }),
      ];
    }
    case 'COMMITTED':
    case 'RELEASED':
      return [];
  }
};

/**
 * StockLow for a movement that crosses the threshold. It is derived from the table's stream, so it costs no write and
 * the stock item carries no outbox; the item's version names the crossing, so a record that is delivered again yields the
 * same id. Nobody knows which request it was, so the event is its own correlation.
 */
export const stockLowEnvelopes =
  (threshold: number, now: Clock) =>
  (movement: StockMovement): readonly Envelope[] => {
    if (!fellBelow(threshold, movement)) return [];
    const { productId, after: available, version } = movement;
    const id = eventId('StockLow', productId, version);
    return [
      envelope({
        type: 'StockLow',
        subject: productId,
        discriminator: version,
        data: { productId, available, threshold },
        at: now(),
        cause: { correlationId: id, causationId: id },
      }),
    ];
  };
