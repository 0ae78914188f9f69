import { accept } from '../../../shared/kernel/aggregate.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import type { Payments } from '../aggregate.ts';
import { waitsForProvider } from '../domain/payment.ts';
import type { PaymentEvent } from '../domain/payment-event.ts';
import type { PaymentStore } from '../domain/payment-store.ts';
import type { OwnQueue } from '../domain/webhook.ts';

/** The ports of the use case. */
export interface SweepPaymentsDependencies {
  readonly payments: Payments;
  readonly store: Pick<PaymentStore, 'waiting'>;
  readonly queue: OwnQueue;
  readonly now: Clock;
}

/** The most payments that one sweep checks. `PaymentStore.waiting` says which payments come first. */
const MAX_CHECKS = 100;

/**
 * Requests a check of payments that wait for the provider, because the webhooks about them may be lost. For each
 * payment, sends a message to the service's own inbox, then records the time, so that the next sweep begins with other
 * payments.
 * @returns how many checks it requested.
 * @throws the error of the first failed call to the table or the queue. The next sweep starts with the payments that
 *   this sweep did not reach.
 */
export const sweepPayments =
  ({ payments, store, queue, now }: SweepPaymentsDependencies) =>
  async (): Promise<number> => {
    let requested = 0;
    for (const orderId of await store.waiting(MAX_CHECKS)) {
      const stored = await payments.load(orderId);
      if (stored === undefined || stored.state.status === 'TOMBSTONE' || !waitsForProvider(stored.state))
        continue;
      const time = now();
      const trace = { correlationId: stored.state.correlationId, causationId: `sweep:${time}` };
      const id = `check:${orderId}:${time}`;
      await queue.send({ id, type: 'PaymentCheckDue', version: 1, time, ...trace, data: { orderId } });
      await payments.change(orderId, trace, (payment, at) =>
        waitsForProvider(payment) ? accept<PaymentEvent>({ type: 'ProviderAsked', at }) : accept(),
      );
      requested += 1;
    }
    return requested;
  };
