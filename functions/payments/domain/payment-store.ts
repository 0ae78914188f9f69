import type { InsertOutcome, SaveOutcome, Stored } from '../../../shared/kernel/aggregate.ts';
import type { Outbox } from '../../../shared/kernel/messages.ts';
import type { Payment } from './payment.ts';

/** Stores payments, one for each order. Each operation is one storage call. */
export interface PaymentStore {
  /** Reads a payment, strongly consistent. */
  load(orderId: string): Promise<Stored<Payment> | undefined>;
  /** Writes a new payment with its outbox, unless the order has a payment or a tombstone. */
  insert(payment: Payment, outbox: Outbox | undefined): Promise<InsertOutcome>;
  /** Writes version `version + 1` with its outbox, if `version` is still the stored one. */
  save(payment: Payment, version: number, outbox: Outbox | undefined): Promise<SaveOutcome>;
}
