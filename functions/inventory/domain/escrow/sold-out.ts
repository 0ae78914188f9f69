import { addSeconds, type Clock, type Instant } from '../../../../shared/kernel/clock.ts';
import type { EscrowedStock } from './escrow-store.ts';

/** Remembers for a moment what was certain of a product's stock. */
export interface SoldOutMemory {
  /** Takes note of a snapshot. One with open batches is no certainty, and ends an older one. */
  note(productId: string, stock: EscrowedStock): void;
  /** How much there was when nothing was open, if that was a moment ago; what wants more can be refused. */
  availableOf(productId: string): number | undefined;
}

/** Seconds that a certainty lasts: a rush is refused by one write an order, a restock is noticed at once. */
export const REMEMBERED_SECONDS = 1;

/** Products that are remembered at most; a function that sees more begins again. */
const MOST = 1000;

/**
 * A memory of one warm function. Between two restocks or releases, what can be had of a product with nothing open only
 * becomes less, so a refusal out of this memory is as true as one out of a snapshot.
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
