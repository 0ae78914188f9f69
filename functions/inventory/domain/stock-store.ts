import type { Contended } from '../../../shared/kernel/contention.ts';
import type { StockAdjustment, StockLevel } from './stock.ts';

/** How an adjustment ended; it had no effect unless it was `applied`. */
export type AdjustOutcome =
  | { readonly outcome: 'applied' }
  /** Its id was used before, by this adjustment. */
  | { readonly outcome: 'exists'; readonly adjustment: StockAdjustment }
  /** It would take more away than there is. */
  | { readonly outcome: 'insufficient'; readonly available: number };

/**
 * How much there is of each product. Each operation is one call to the storage.
 *
 * A stock item holds figures alone, is in no index and is apart from the catalogue's entry: every order writes it, and a
 * write is charged by the whole item's size.
 */
export interface StockStore {
  /** Reads one product's stock, strongly consistent; without a stock item there is none. */
  level(productId: string): Promise<StockLevel>;
  /** Reads the stock of many products (100 at the most), eventually consistent; products without a stock item are left out. */
  levels(productIds: readonly string[]): Promise<ReadonlyMap<string, StockLevel>>;
  /** Records an adjustment and changes the stock in one transaction, unless its id is taken or too little is there. */
  adjust(adjustment: StockAdjustment): Promise<AdjustOutcome | Contended>;
}
