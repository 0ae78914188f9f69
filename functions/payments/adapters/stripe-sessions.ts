import type Stripe from 'stripe';
import type { ProviderSession } from '../domain/payment-gateway.ts';
import { fromStripeAmount, fromStripeTime } from './stripe-values.ts';

/**
 * Makes Stripe include the charge in the session that it returns, because only the charge has the time of the payment
 * (docs.stripe.com/expand).
 */
export const withCharge: Stripe.Checkout.SessionRetrieveParams = {
  expand: ['payment_intent.latest_charge'],
};

/** The payment intent of a session. Undefined if the session was never paid. */
export const intentOf = ({ payment_intent: intent }: Stripe.Checkout.Session): string | undefined =>
  typeof intent === 'string' ? intent : intent?.id;

/** When the customer paid. Undefined if the session does not include its charge. */
const paidAtOf = ({ payment_intent: intent }: Stripe.Checkout.Session): string | undefined => {
  const charge = typeof intent === 'string' ? undefined : intent?.latest_charge;
  return typeof charge === 'object' && charge !== null ? fromStripeTime(charge.created) : undefined;
};

/** @param otherwise the `url` to use if Stripe returns none. Stripe returns none if the session is no longer open. */
export const sessionOf = (session: Stripe.Checkout.Session, otherwise: string): ProviderSession => {
  const currency = (session.currency ?? '').toUpperCase();
  const paid = session.payment_status === 'paid';
  const paidAt = paid ? paidAtOf(session) : undefined;
  return {
    id: session.id,
    url: session.url ?? otherwise,
    status: paid ? 'paid' : session.status === 'expired' ? 'expired' : 'open',
    amount: fromStripeAmount(session.amount_total ?? 0, currency),
    currency,
    ...(paidAt === undefined ? {} : { paidAt }),
  };
};
