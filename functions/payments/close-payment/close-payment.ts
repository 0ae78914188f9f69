import { AppError } from '../../../shared/errors.ts';
import type { MessageContext } from '../../../shared/kernel/cause.ts';
import type { Instant } from '../../../shared/kernel/clock.ts';
import { accept } from '../../../shared/kernel/decision.ts';
import { changePayment, type PaymentChanges } from '../domain/change-payment.ts';
import { answerClosure, close, type CloseRejection, type SessionEnd } from '../domain/collect.ts';
import { isPayable, paymentTombstone, type FailedPayment, type PendingPayment } from '../domain/payment.ts';
import { openSession, type SessionDependencies } from '../domain/open-session.ts';

/** What PaymentClosureRequested, OrderCancelled and OrderExpired have in common: the order is not to be paid any more. */
export interface ClosureRequested {
  readonly orderId: string;
  readonly customerId: string;
}

/**
 * Closes an order's payment, at the provider first:
 * 1. no payment: leave a tombstone, so that a request which comes later opens nothing;
 * 2. a payment that has ended: answer again how it ended;
 * 3. otherwise expire its session. One that is not recorded is created first, with the same idempotency key, so that
 *    none which a crashed worker opened stays open unseen. A provider that refuses it for good has none open, so there is
 *    nothing to expire;
 * 4. record what the provider says: closed, paid meanwhile, or never taken on.
 *
 * Every closure is answered by PaymentClosed or PaymentSucceeded.
 * @throws AppError `unprocessable` when the session at the provider is not of this payment's amount; `conflict` when one
 *   was recorded while the provider refused it.
 */
export const closePayment =
  (dependencies: PaymentChanges & SessionDependencies) =>
  async ({ orderId, customerId }: ClosureRequested, context: MessageContext): Promise<void> => {
    const { payments, toEnvelopes, now } = dependencies;
    let stored = await payments.load(orderId);
    if (stored === undefined) {
      const at = now();
      const tombstone = paymentTombstone(orderId, customerId, at);
      const saved = { state: tombstone, version: 1 };
      const answer = toEnvelopes([{ type: 'PaymentClosed', session: undefined, at }], saved, context, at);
      if ((await payments.insert(tombstone, answer)) === 'inserted') return;
      // The request for payment was recorded at this very moment; rows are never deleted, so it is there now.
      stored = await payments.load(orderId);
    }

    const payable = stored !== undefined && isPayable(stored.state) ? stored.state : undefined;
    const end = payable && (await endOf(dependencies, payable, now()));
    const changed = await changePayment(dependencies, orderId, context, (payment, at) => {
      if (end !== undefined) return close(payment, end, at);
      // No payment becomes payable again, so one that had ended still has.
      return isPayable(payment) ? accept() : answerClosure(payment);
    });
    if (changed.outcome === 'rejected') throw failureOf(changed.reason);
  };

const failureOf = (reason: CloseRejection): AppError =>
  reason === 'session-opened-meanwhile'
    ? new AppError('conflict', 'payment.session-opened-meanwhile', 'A session was opened after all')
    : new AppError(
        'unprocessable',
        `payment.${reason}`,
        'What was paid at the provider does not match the payment',
      );

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
