import { AppError } from '../../shared/errors.ts';
import type { EventData } from '../../shared/events/catalog.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import type { MessageContext, Trace } from '../../shared/kernel/messages.ts';
import type { Payments } from './aggregate.ts';
import { announceLink, refuseSession } from './domain/collect.ts';
import { requestedPayment, type Payment } from './domain/payment.ts';
import { openSession, type SessionDependencies } from './domain/payment-gateway.ts';

/** The ports of the use case. */
export interface CollectPaymentDependencies extends SessionDependencies {
  readonly payments: Payments;
  readonly now: Clock;
}

/**
 * Starts to collect the money of an order:
 * 1. Record the payment, unless the order already has a payment or a tombstone (the record of a closure that came
 *    first).
 * 2. Open the payment's session at the provider, unless a session is recorded or the payment has ended. The order id is
 *    the idempotency key.
 * 3. Record the session and publish the link to the payment page. If the payment has ended meanwhile, publish again how
 *    it ended.
 *
 * If the provider refuses the payment for good, the payment is closed, and the orders service cancels the order. After
 * a crash at any step, the redelivered message resumes the work.
 * @throws AppError of the gateway, if the provider did not answer or our account has a problem.
 */
export const collectPayment =
  (dependencies: CollectPaymentDependencies) =>
  async (request: EventData<'PaymentRequested'>, context: MessageContext): Promise<void> => {
    const { payments, gateway } = dependencies;
    const payment = await recorded(dependencies, request, context);
    const needsSession = payment.status === 'PENDING' && payment.session === undefined;
    const session = needsSession ? await openSession(dependencies, payment) : undefined;
    const isRefused = needsSession && session === undefined;
    const changed = await payments.change(request.orderId, context, (current, at) =>
      isRefused ? refuseSession(current, at) : announceLink(current, session),
    );
    if (changed.outcome !== 'accepted') {
      throw new AppError(
        'conflict',
        'payment.link-not-recorded',
        'The payment changed before its link was recorded',
      );
    }
    // Meanwhile, the provider may have refused the same request of another worker, and that worker may have closed the
    // payment. Then nobody may pay in this worker's session.
    const { state } = changed;
    if (session !== undefined && state.status === 'CLOSED' && state.session === undefined) {
      await gateway.expireSession(session.id);
    }
  };

const recorded = async (
  { payments, now }: CollectPaymentDependencies,
  { orderId, customerId, amount, currency, payBy }: EventData<'PaymentRequested'>,
  trace: Trace,
): Promise<Payment> => {
  const stored = await payments.load(orderId);
  if (stored !== undefined) return stored.state;
  const { correlationId } = trace;
  const terms = { orderId, customerId, amount, currency, payBy, requestedAt: now(), correlationId };
  const payment = requestedPayment(terms);
  if ((await payments.create(payment, trace)) === 'inserted') return payment;
  return (await payments.load(orderId))?.state ?? payment;
};
