import { addSeconds, type Clock, type Instant } from '../../../shared/kernel/clock.ts';
import type { StockSnapshot } from './batch-store.ts';

/** Remembers for a moment the stock of products without open batches. */
export interface SoldOutMemory {
  /** Remembers a snapshot. A snapshot with open batches is not certain: it clears what was remembered. */
  note(productId: string, stock: StockSnapshot): void;
  /** The available units, if a snapshot without open batches is recent. An order for more can be refused. */
  availableOf(productId: string): number | undefined;
}

/** How long a snapshot counts. During a rush each refusal costs one write, and a restock is noticed within a second. */
export const REMEMBERED_SECONDS = 1;

/** When this many products are remembered, the memory is cleared. */
const MOST = 1000;

/**
 * The memory of one warm function. Without open batches, stock only shrinks between two restocks or releases. So a refusal
 * based on this memory is as correct as one based on a fresh snapshot.
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
