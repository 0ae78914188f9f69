import type { AggregateStore } from '../../../shared/kernel/aggregate.ts';
import type { Payment } from './payment.ts';

/** Stores payments, one for each order. Each method makes one storage call. */
export interface PaymentStore extends AggregateStore<Payment> {
  /**
   * Lists the orders whose payments wait for the provider (`waitsForProvider`). The list is eventually consistent.
   * Payments that no scheduled check has covered yet come first, then those whose last check is longest ago.
   */
  waiting(limit: number): Promise<readonly string[]>;
}
