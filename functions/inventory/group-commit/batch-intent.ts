import type { Instant } from '../../../shared/kernel/clock.ts';
import type { Trace } from '../../../shared/kernel/messages.ts';
import type { Released, Reserved } from '../domain/reservation.ts';

/**
 * One order's part of a batch. A line and the other fields of the intent contain all data with which any worker can
 * finish this part.
 */
export interface IntentLine {
  readonly orderId: string;
  readonly quantity: number;
  /** When the order requested the stock. If the batch returns units: when the order ended. */
  readonly requestedAt: Instant;
  readonly trace: Trace;
}

/**
 * What a batch is about to do: take units of one product for some orders, or return them. The intent is written before
 * the stock item changes, and the intent itself never changes. So any worker can finish an open batch, with the same
 * result.
 */
export interface BatchIntent {
  readonly batch: string;
  readonly kind: 'reserve' | 'release';
  readonly productId: string;
  /** When the intent was made. Reservations and events get this time, whichever worker writes them. */
  readonly at: Instant;
  /** One line for each order. */
  readonly lines: readonly IntentLine[];
}

/** The most lines of one intent. They fit into a DynamoDB item (400 KB), even if compression saves nothing. */
export const MAX_LINES = 1000;

/**
 * How many days an intent is kept. A batch is open for a much shorter time, because the sweep (sweep-batches.ts)
 * finishes abandoned batches every hour.
 */
export const INTENT_DAYS = 30;

/** The sum of the lines' units. */
export const unitsOf = (lines: readonly { readonly quantity: number }[]): number => {
  let units = 0;
  for (const { quantity } of lines) units += quantity;
  return units;
};

/** The reservation that a batch of the kind `reserve` inserts for the order of a line, unless the order has one. */
export const reservedRow = (intent: BatchIntent, line: IntentLine): Reserved => ({
  status: 'RESERVED',
  orderId: line.orderId,
  lines: [{ productId: intent.productId, quantity: line.quantity }],
  requestedAt: line.requestedAt,
  decidedAt: intent.at,
  batch: intent.batch,
});

/**
 * The state that a batch of the kind `release` gives to the reservation of a line's order. This state has no `batch`,
 * because the stored reservation keeps its own: the id of the batch that took the units.
 */
export const releasedRow = (intent: BatchIntent, line: IntentLine): Released => ({
  status: 'RELEASED',
  orderId: line.orderId,
  lines: [{ productId: intent.productId, quantity: line.quantity }],
  releasedAt: intent.at,
  releasedBy: intent.batch,
});
