import type { Instant } from '../../../shared/kernel/clock.ts';
import type { Contended } from '../../../shared/kernel/contention.ts';

/** Units of a product. */
export interface StockLine {
  readonly productId: string;
  readonly quantity: number;
}

/** The stock of a product. A product without a stock item has none. */
export interface StockLevel {
  /** Units that can still be reserved. */
  readonly available: number;
  /** The sum of all adjustments. It equals `available` plus all reserved and sold units. */
  readonly received: number;
}

/** No stock at all. */
export const noStock: StockLevel = { available: 0, received: 0 };

/** A delivery, a write-off or a correction: every change of the stock that is not an order. */
export interface StockAdjustment {
  /** Made from the idempotency key, so that a repeated request finds the first one. */
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
 * An order's items as one line for each product, by product id: a transaction may name an item only once.
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

/** Whether a movement crossed the threshold downwards. While the stock stays below, it is false. */
export const fellBelow = (threshold: number, { before, after }: StockMovement): boolean =>
  before >= threshold && after < threshold;

/** How an adjustment ended. Only `applied` had an effect. */
export type AdjustOutcome =
  | { readonly outcome: 'applied' }
  /** Its id was used before, for this adjustment. */
  | { readonly outcome: 'exists'; readonly adjustment: StockAdjustment }
  /** It would remove more than is available. */
  | { readonly outcome: 'insufficient'; readonly available: number };

/**
 * Stores the stock of each product. Each operation is one storage call.
 *
 * A stock item holds only numbers and is in no index, because every order writes it and DynamoDB charges a write by the
 * size of the whole item.
 */
export interface StockStore {
  /** Reads one product's stock, strongly consistent. */
  level(productId: string): Promise<StockLevel>;
  /** Reads the stock of up to 100 products, eventually consistent. Products without a stock item are left out. */
  levels(productIds: readonly string[]): Promise<ReadonlyMap<string, StockLevel>>;
  /** Records an adjustment and changes the stock in one transaction, unless its id is taken or too few units are left. */
  adjust(adjustment: StockAdjustment): Promise<AdjustOutcome | Contended>;
}
