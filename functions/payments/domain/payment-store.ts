import type { InsertOutcome, SaveOutcome, Stored } from '../../../shared/kernel/aggregate.ts';
import type { Outbox } from '../../../shared/kernel/messages.ts';
import type { ExpiresAt } from '../../../shared/kernel/clock.ts';
import type { Payment } from './payment.ts';

/** Stores payments, one for each order. Each method makes one storage call. */
export interface PaymentStore {
  /** Reads a payment with a strongly consistent read. */
  load(orderId: string): Promise<Stored<Payment> | undefined>;
  /** Writes a new payment with its outbox, unless the order has a payment or a tombstone. */
  insert(payment: Payment, outbox: Outbox | undefined, expiresAt?: ExpiresAt): Promise<InsertOutcome>;
  /** Writes the payment as version `version + 1` with its outbox, if the stored version is still `version`. */
  save(
    payment: Payment,
    version: number,
    outbox: Outbox | undefined,
    expiresAt?: ExpiresAt,
  ): Promise<SaveOutcome>;
  /**
   * Lists the orders whose payments wait for the provider (`waitsForProvider`). The list is eventually consistent.
   * Payments that no scheduled check has covered yet come first, then those whose last check is longest ago.
   */
  waiting(limit: number): Promise<readonly string[]>;
}
