import type { Cause } from '../../../shared/kernel/cause.ts';
import type { SaveOutcome, Stored } from '../../../shared/kernel/change.ts';
import type { Instant } from '../../../shared/kernel/clock.ts';
import type { OutboxMessage } from '../../../shared/kernel/outbox.ts';
import type { Payment } from './payment.ts';
import type { PaymentEvent } from './payment-event.ts';

/** Where payments are kept, one an order. Each operation is one storage call. */
export interface PaymentStore {
  /** The newest version, or `undefined` where there is none. */
  load(orderId: string): Promise<Stored<Payment> | undefined>;
  /** Writes version 1 and what it publishes in one write, unless the order has a payment or a tombstone. */
  insert(payment: Payment, outbox: readonly OutboxMessage[]): Promise<'inserted' | 'exists'>;
  /** Writes `version + 1` and what it publishes in one write, if `version` is still the stored one. */
  save(payment: Payment, version: number, outbox: readonly OutboxMessage[]): Promise<SaveOutcome>;
}

/** Turns what happened to a payment into the messages that tell of it. `saved` is the payment as it is written with them. */
export type ToEnvelopes = (
  events: readonly PaymentEvent[],
  saved: Stored<Payment>,
  cause: Cause,
  at: Instant,
) => readonly OutboxMessage[];
