import type { Instant } from '../../../shared/kernel/clock.ts';
import type { Trace } from '../../../shared/kernel/messages.ts';
import type { Released, Reserved } from '../domain/reservation.ts';

/** One order's part of a batch: everything that its reservation and its event are made of, so that any worker can write them. */
export interface IntentLine {
  readonly orderId: string;
  readonly quantity: number;
  /** When the order asked. */
  readonly requestedAt: Instant;
  readonly trace: Trace;
}

/**
 * What a batch is about to do: take units of one product for some orders, or return them. It is written before the stock
 * item changes, and never changes itself. So any worker that finds the batch open can finish it, with the same result.
 */
export interface BatchIntent {
  readonly batch: string;
  readonly kind: 'reserve' | 'release';
  readonly productId: string;
  /** When it was decided. Reservations and events get this time, whichever worker writes them. */
  readonly at: Instant;
  /** One line for each order. */
  readonly lines: readonly IntentLine[];
}

/** Lines that fit into one DynamoDB item (400 KB), even if they cannot be compressed. */
export const MAX_LINES = 1000;

/** How long an intent is kept. A batch is open for an hour at most, because the sweep runs every hour. */
export const INTENT_DAYS = 30;

/** The units of some lines together. */
export const unitsOf = (lines: readonly { readonly quantity: number }[]): number => {
  let units = 0;
  for (const { quantity } of lines) units += quantity;
  return units;
};

/** The reservation that a line of a reserving batch becomes. */
export const reservedRow = (intent: BatchIntent, line: IntentLine): Reserved => ({
  status: 'RESERVED',
  orderId: line.orderId,
  lines: [{ productId: intent.productId, quantity: line.quantity }],
  requestedAt: line.requestedAt,
  decidedAt: intent.at,
  batch: intent.batch,
});

/** What a line of a releasing batch makes of the order's reservation, which keeps its own `batch`. */
export const releasedRow = (intent: BatchIntent, line: IntentLine): Released => ({
  status: 'RELEASED',
  orderId: line.orderId,
  lines: [{ productId: intent.productId, quantity: line.quantity }],
  releasedAt: intent.at,
  releasedBy: intent.batch,
});
