import type { Cause } from '../../../../shared/kernel/cause.ts';
import type { Instant } from '../../../../shared/kernel/clock.ts';
import type { Released, Reserved } from '../reservation.ts';

/** One order's part of a batch: all that its row and its event are made of, so that anybody can write them. */
export interface ManifestLine {
  readonly orderId: string;
  readonly quantity: number;
  /** When the order asked. */
  readonly requestedAt: Instant;
  readonly cause: Cause;
}

/**
 * What a batch is about to do: take units of one product for some orders, or give them back. It is written before the
 * stock item hears of the batch, and never changes; so whoever finds the batch open can finish it, with the same result.
 */
export interface Manifest {
  readonly batch: string;
  readonly kind: 'reserve' | 'release';
  readonly productId: string;
  /** When it was decided: rows and events bear this time, whoever writes them. */
  readonly at: Instant;
  /** One line an order. */
  readonly lines: readonly ManifestLine[];
}

/** Lines that fit into one item of DynamoDB (400 KB) with room to spare, even if nothing of them can be compressed. */
export const MAX_LINES = 1000;

/** How long a manifest is kept: far longer than a batch can be open, for a sweep comes by every hour. */
export const MANIFEST_DAYS = 30;

/** How many units some lines come to. */
export const unitsOf = (lines: readonly { readonly quantity: number }[]): number => {
  let units = 0;
  for (const { quantity } of lines) units += quantity;
  return units;
};

/** The row that a line of a reserving batch becomes. */
export const reservedRow = (manifest: Manifest, line: ManifestLine): Reserved => ({
  status: 'RESERVED',
  orderId: line.orderId,
  lines: [{ productId: manifest.productId, quantity: line.quantity }],
  requestedAt: line.requestedAt,
  decidedAt: manifest.at,
  batch: manifest.batch,
});

/** What a line of a releasing batch makes of the order's row, which keeps its own `batch`. */
export const releasedRow = (manifest: Manifest, line: ManifestLine): Released => ({
  status: 'RELEASED',
  orderId: line.orderId,
  lines: [{ productId: manifest.productId, quantity: line.quantity }],
  releasedAt: manifest.at,
  releasedBy: manifest.batch,
});
