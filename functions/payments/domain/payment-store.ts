import type { AggregateStore } from '../../../shared/kernel/aggregate.ts';
import type { Payment } from './payment.ts';

/** Stores payments, one for each order. Each method makes one storage call. */
export interface PaymentStore extends AggregateStore<Payment> {
  /**
   * Lists the orders whose payments wait for the provider (`waitsForProvider`). The list is eventually consistent.
   * Payments about which the provider was never asked come first, then those about which it was asked longest ago.
   */
  waiting(limit: number): Promise<readonly string[]>;
}
