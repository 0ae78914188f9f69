import { addSeconds, type Clock, type Instant } from '../../../shared/kernel/clock.ts';
import type { StockSnapshot } from './batch-store.ts';

/** Remembers the stock of products for a moment, to refuse orders without reading the stock again. */
export interface SoldOutMemory {
  /**
   * Remembers a snapshot. If the snapshot has open batches, which may return units, the memory forgets the product
   * instead.
   */
  note(productId: string, stock: StockSnapshot): void;
  /** The remembered units. An order for more than these can be refused. `undefined` if nothing recent is remembered. */
  availableOf(productId: string): number | undefined;
}

/**
 * How long a snapshot is remembered, in seconds. During this time, each refusal costs only one write. The time is
 * short, so that a restock is noticed within a second.
 */
export const REMEMBERED_SECONDS = 1;

/** When this many products are remembered, the next snapshot clears the memory first. */
const MOST = 1000;

/**
 * A memory that lives as long as one instance of the Lambda function.
 *
 * A snapshot is remembered only if no batch was open, because an open batch may return units. After such a snapshot,
 * only a restock or a release adds units. The memory may refuse an order although units were just added. This order is
 * then treated as if it had arrived before the units were added, at the time of the snapshot.
 */
export const soldOutMemory = (now: Clock, seconds: number = REMEMBERED_SECONDS): SoldOutMemory => {
  const known = new Map<string, { readonly available: number; readonly until: Instant }>();
  return {
    note: (productId, { available, open }) => {
      if (open.length > 0) {
        known.delete(productId);
        return;
      }
      if (known.size >= MOST) known.clear();
      known.set(productId, { available, until: addSeconds(now(), seconds) });
    },
    availableOf: (productId) => {
      const snapshot = known.get(productId);
      return snapshot !== undefined && now() < snapshot.until ? snapshot.available : undefined;
    },
  };
};
