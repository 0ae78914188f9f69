import type { Instant } from '../../../shared/kernel/clock.ts';

/**
 * Remembers which orders want no money any more: they were paid, or they ended. Events can overtake each other, and
 * nobody should be asked to pay then.
 */
export interface SettledOrders {
  /** Remembers an order; once is as good as often. */
  add(orderId: string, at: Instant): Promise<void>;
  /** Whether the order was added, strongly consistent. */
  has(orderId: string): Promise<boolean>;
}
