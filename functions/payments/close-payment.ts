import { AppError } from '../../shared/errors.ts';
import type { EventData } from '../../shared/events/catalog.ts';
import type { Clock, Instant } from '../../shared/kernel/clock.ts';
import { accept } from '../../shared/kernel/aggregate.ts';
import type { MessageContext } from '../../shared/kernel/messages.ts';
import { closeRefusals, type Payments } from './aggregate.ts';
import { answerClosure, close, type SessionEnd } from './domain/collect.ts';
import { isPayable, paymentTombstone, type FailedPayment, type PendingPayment } from './domain/payment.ts';
import { openSession, type SessionDependencies } from './domain/payment-gateway.ts';

/** The ports of the use case. */
export interface ClosePaymentDependencies extends SessionDependencies {
  readonly payments: Payments;
  readonly now: Clock;
}

/**
 * Closes an order's payment, so that nobody can pay it any more:
 * 1. If there is no payment, store a tombstone. Because of this record, a later request for the payment opens no
 *    session.
 * 2. If the payment has ended, publish again how it ended.
 * 3. Otherwise expire its session at the provider. If no session is recorded, first request one, because a crashed
 *    worker may have opened a session. In that case, the same idempotency key returns that session. If the provider
 *    permanently refuses to create a session, there is no open session.
 * 4. Record the result: closed, paid meanwhile, or refused.
 *
 * For every closure, PaymentClosed or PaymentSucceeded is published.
 * @throws AppError `unprocessable` if the provider's session does not match the payment; `conflict` if a session was
 *   recorded while the provider refused to create one; `unavailable` if the provider does not answer.
 */
export const closePayment =
  (dependencies: ClosePaymentDependencies) =>
  async (
    { orderId, customerId }: EventData<'PaymentClosureRequested'>,
    context: MessageContext,
  ): Promise<void> => {
    const { payments, now } = dependencies;
    let stored = await payments.load(orderId);
    if (stored === undefined) {
      const at = now();
      const tombstone = paymentTombstone(orderId, customerId, at);
      const answer = { type: 'PaymentClosed', session: undefined, at } as const;
      if ((await payments.create(tombstone, context, [answer])) === 'inserted') return;
      // The payment was requested at the same moment. It is stored by now, because `create` found it, and a new item
      // does not expire within seconds.
      stored = await payments.load(orderId);
    }

    const payable = stored !== undefined && isPayable(stored.state) ? stored.state : undefined;
    const end = payable && (await endOf(dependencies, payable, now()));
    const changed = await payments.change(orderId, context, (payment, at) => {
      if (end !== undefined) return close(payment, end, at);
      // A payment that has ended never becomes payable again.
      return isPayable(payment) ? accept() : answerClosure(payment);
    });
    if (changed.outcome === 'rejected') throw closeRefusals[changed.reason](changed.state);
  };

const endOf = async (
  dependencies: SessionDependencies,
  payment: PendingPayment | FailedPayment,
  at: Instant,
): Promise<SessionEnd> => {
  const session = payment.session ?? (await openSession(dependencies, payment));
  if (session === undefined) return { outcome: 'refused' };
  const ended = await dependencies.gateway.expireSession(session.id);
  switch (ended.status) {
    case 'expired':
      return { outcome: 'closed', session };
    case 'paid': {
      const report = { sessionId: ended.id, amount: ended.amount, currency: ended.currency };
      return { outcome: 'paid', session, report, capturedAt: ended.paidAt ?? at };
    }
    case 'open':
      throw new AppError('unavailable', 'gateway.still-open', 'The provider has not closed the session');
  }
};
