import { AppError } from '../../../shared/errors.ts';
import type { MessageContext } from '../../../shared/kernel/cause.ts';
import { changePayment, type PaymentChanges } from '../domain/change-payment.ts';
import { announceLink } from '../domain/collect.ts';
import { requestedPayment, type Payment, type PaymentSession } from '../domain/payment.ts';
import { sessionRequestOf, type PaymentGateway } from '../domain/payment-gateway.ts';

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
 * 3. record the session and publish the link, or answer again how the payment stands.
 *
 * A crash anywhere in between is resumed by the redelivery.
 * @throws AppError `unprocessable` when the provider refuses to open a session.
 */
export const onPaymentRequested =
  (dependencies: PaymentChanges & { readonly gateway: PaymentGateway }) =>
  async (data: PaymentRequested, context: MessageContext): Promise<void> => {
    const payment = await recorded(dependencies, data, context);
    const session = await openSession(dependencies.gateway, payment);
    const changed = await changePayment(dependencies, data.orderId, context, (current) =>
      announceLink(current, session),
    );
    if (changed.outcome !== 'accepted') {
      throw new AppError('conflict', 'payment.link-not-recorded', 'The payment changed beneath its link');
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

const openSession = async (
  gateway: PaymentGateway,
  payment: Payment,
): Promise<PaymentSession | undefined> => {
  if (payment.status !== 'PENDING' || payment.session !== undefined) return undefined;
  const creation = await gateway.createSession(sessionRequestOf(payment));
  if (creation.outcome === 'created') return { id: creation.session.id, url: creation.session.url };
  throw new AppError(
    'unprocessable',
    'payment.session-refused',
    `The provider opens no session: ${creation.reason}`,
  );
};
