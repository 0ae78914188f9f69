import type { Instant } from '../../../shared/kernel/clock.ts';
import type { Contended } from '../../../shared/kernel/contention.ts';

/** A number of units of one product. */
export interface StockLine {
  readonly productId: string;
  readonly quantity: number;
}

/** The stock of a product. Without a stock item, both numbers are 0. */
export interface StockLevel {
  /** Units that can still be reserved. */
  readonly available: number;
  /**
   * The sum of all adjustments. It equals `available` plus the reserved units, the sold units and the units that open
   * batches hold.
   */
  readonly received: number;
}

/** No stock at all. */
export const noStock: StockLevel = { available: 0, received: 0 };

/** A change of the stock that no order caused: a delivery, a write-off or a correction. */
export interface StockAdjustment {
  /** Made from the idempotency key, so that a repeated request finds the adjustment of the first request. */
  readonly adjustmentId: string;
  readonly productId: string;
  /** The number of units to add. A negative number removes units. Never 0. */
  readonly change: number;
  readonly reason: string;
  /** The id of the administrator who requested the adjustment. */
  readonly by: string;
  readonly at: Instant;
}

/** Whether two requests with the same idempotency key ask for the same change. */
export const isSameAdjustment = (one: StockAdjustment, other: StockAdjustment): boolean =>
  one.productId === other.productId && one.change === other.change && one.reason === other.reason;

/**
 * Merges an order's items into one line for each product, sorted by product id. A transaction may contain each stock
 * item only once.
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

/** A change of a product's available units, read from the table's stream. */
export interface StockMovement {
  readonly productId: string;
  readonly before: number;
  readonly after: number;
  /** The stock item's version after the change. It identifies this movement. */
  readonly version: number;
}

/** Whether a movement crossed the threshold downwards. False for a movement that began below the threshold. */
export const fellBelow = (threshold: number, { before, after }: StockMovement): boolean =>
  before >= threshold && after < threshold;

/** How an adjustment ended. Only `applied` had an effect. */
export type AdjustOutcome =
  | { readonly outcome: 'applied' }
  /** The adjustment's id was used before. `adjustment` is the adjustment that is stored under this id. */
  | { readonly outcome: 'exists'; readonly adjustment: StockAdjustment }
  /** The adjustment would remove more units than are available. */
  | { readonly outcome: 'insufficient'; readonly available: number };

/**
 * Stores the stock of each product. Each operation is one storage call, but a batch read may need more.
 *
 * Orders change stock items often. DynamoDB charges each write by the size of the whole item, and an index could cost
 * an additional write. So a stock item is small and in no index.
 */
export interface StockStore {
  /** Reads one product's stock, strongly consistent. */
  level(productId: string): Promise<StockLevel>;
  /** Reads the stock of up to 100 products, eventually consistent. Products without a stock item are left out. */
  levels(productIds: readonly string[]): Promise<ReadonlyMap<string, StockLevel>>;
  /**
   * Records an adjustment and changes the stock in one transaction. Does nothing if the id was used before or if too
   * few units are available.
   */
  adjust(adjustment: StockAdjustment): Promise<AdjustOutcome | Contended>;
}
