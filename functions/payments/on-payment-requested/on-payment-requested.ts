import { AppError } from '../../../shared/errors.ts';
import type { MessageContext } from '../../../shared/kernel/cause.ts';
import { changePayment, type PaymentChanges } from '../domain/change-payment.ts';
import { announceLink, refuseSession } from '../domain/collect.ts';
import { requestedPayment, type Payment } from '../domain/payment.ts';
import { openSession, type SessionDependencies } from '../domain/open-session.ts';

/** What orders asks for. */
export interface PaymentRequested {
  readonly orderId: string;
  readonly customerId: string;
  readonly amount: number;
  readonly currency: string;
  readonly payBy: string;
}

/**
 * Collects the money of an order:
 * 1. record the payment, unless it is there (or its tombstone is);
 * 2. open the session at the provider, with the order id as its idempotency key, unless it is recorded;
 * 3. record the session and publish the link, or answer again how the payment stands. A payment that the provider
 *    refuses for good is closed: it can never be made, and orders ends the order.
 *
 * A crash anywhere in between is resumed by the redelivery.
 * @throws AppError of the gateway, where the provider did not answer or our account is not in order.
 */
export const onPaymentRequested =
  (dependencies: PaymentChanges & SessionDependencies) =>
  async (data: PaymentRequested, context: MessageContext): Promise<void> => {
    const payment = await recorded(dependencies, data, context);
    const needsSession = payment.status === 'PENDING' && payment.session === undefined;
    const session = needsSession ? await openSession(dependencies, payment) : undefined;
    const isRefused = needsSession && session === undefined;
    const changed = await changePayment(dependencies, data.orderId, context, (current, at) =>
      isRefused ? refuseSession(current, at) : announceLink(current, session),
    );
    if (changed.outcome !== 'accepted') {
      throw new AppError('conflict', 'payment.link-not-recorded', 'The payment changed beneath its link');
    }
    // Another worker was refused before the provider changed its mind: nobody is to pay what is closed.
    const { state } = changed;
    if (session !== undefined && state.status === 'CLOSED' && state.session === undefined) {
      await dependencies.gateway.expireSession(session.id);
    }
  };

const recorded = async (
  { payments, now }: PaymentChanges,
  data: PaymentRequested,
  { correlationId }: MessageContext,
): Promise<Payment> => {
  const stored = await payments.load(data.orderId);
  if (stored !== undefined) return stored.state;
  const { orderId, customerId, amount, currency, payBy } = data;
  const terms = { orderId, customerId, amount, currency, payBy, requestedAt: now(), correlationId };
  const payment = requestedPayment(terms);
  if ((await payments.insert(payment, [])) === 'inserted') return payment;
  return (await payments.load(data.orderId))?.state ?? payment;
};
