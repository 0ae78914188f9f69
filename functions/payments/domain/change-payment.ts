import type { Cause } from '../../../shared/kernel/cause.ts';
import { change, type Changed } from '../../../shared/kernel/change.ts';
import type { Clock, Instant } from '../../../shared/kernel/clock.ts';
import type { Decision } from '../../../shared/kernel/decision.ts';
import { evolve } from './evolve.ts';
import type { Payment } from './payment.ts';
import type { PaymentEvent } from './payment-event.ts';
import type { PaymentStore, ToEnvelopes } from './payment-store.ts';

/** What every use case needs that changes a payment. */
export interface PaymentChanges {
  readonly payments: PaymentStore;
  readonly toEnvelopes: ToEnvelopes;
  readonly now: Clock;
}

/**
 * Loads an order's payment, decides, and saves what follows together with what it publishes.
 * @throws AppError `unavailable` after too many lost races.
 */
export const changePayment = <Reason extends string>(
  { payments, toEnvelopes, now }: PaymentChanges,
  orderId: string,
  cause: Cause,
  decide: (payment: Payment, at: Instant) => Decision<PaymentEvent, Reason>,
): Promise<Changed<Payment, PaymentEvent, Reason>> =>
  change<Payment, PaymentEvent, Reason>({
    load: () => payments.load(orderId),
    decide: (payment) => decide(payment, now()),
    evolve,
    save: (next, version, events) => {
      const saved = { state: next, version: version + 1 };
      return payments.save(next, version, toEnvelopes(events, saved, cause, now()));
    },
  });
