import type { Instant } from '../../../shared/kernel/clock.ts';

/** Some units of a product. */
export interface StockLine {
  readonly productId: string;
  readonly quantity: number;
}

/** A product of which there was too little. */
export interface Shortage {
  readonly productId: string;
  readonly requested: number;
  readonly available: number;
}

/** How much of a product there is. A product without a stock item has none. */
export interface StockLevel {
  /** Units that can still be reserved. */
  readonly available: number;
  /** The sum of all adjustments: what must be found again in `available` and in reservations. */
  readonly received: number;
}

/** No stock at all. */
export const noStock: StockLevel = { available: 0, received: 0 };

/** A delivery, a write-off, a correction: whatever changes the stock apart from orders. */
export interface StockAdjustment {
  /** Made of the idempotency key, so that a repeated request finds the first one. */
  readonly adjustmentId: string;
  readonly productId: string;
  /** Units to add, or to take away when negative; never 0. */
  readonly change: number;
  readonly reason: string;
  /** The admin's id. */
  readonly by: string;
  readonly at: Instant;
}

/** Whether two requests under one idempotency key ask for the same. */
export const isSameAdjustment = (one: StockAdjustment, other: StockAdjustment): boolean =>
  one.productId === other.productId && one.change === other.change && one.reason === other.reason;

/**
 * An order's items as units of each product: one line a product, by product id. A transaction may name an item only
 * once, and all transactions name them in the same order.
 */
export const linesOf = (items: readonly StockLine[]): readonly StockLine[] => {
  const quantities = new Map<string, number>();
  for (const { productId, quantity } of items) {
    quantities.set(productId, (quantities.get(productId) ?? 0) + quantity);
  }
  return [...quantities]
    .map(([productId, quantity]) => ({ productId, quantity }))
    .sort((a, b) => (a.productId < b.productId ? -1 : 1));
};

/** Each product of which there is less than a line wants; none at all means that all lines can be reserved. */
export const shortagesOf = (
  lines: readonly StockLine[],
  availableOf: (productId: string) => number,
): readonly Shortage[] =>
  lines.flatMap(({ productId, quantity }) => {
    const available = availableOf(productId);
    return available < quantity ? [{ productId, requested: quantity, available }] : [];
  });

/** A change of a product's available units, as the table's stream tells it. */
export interface StockMovement {
  readonly productId: string;
  readonly before: number;
  readonly after: number;
  /** The stock item's version after the change: it names this one movement. */
  readonly version: number;
}

/** Whether a movement crossed the threshold downwards. While the stock stays below, nothing is said again. */
export const fellBelow = (threshold: number, { before, after }: StockMovement): boolean =>
  before >= threshold && after < threshold;
