import Stripe from 'stripe';
import { AppError } from '../../../shared/errors.ts';
import type { PaymentGateway, ProviderSession } from '../domain/payment-gateway.ts';
import { fromStripeAmount, fromStripeTime, toStripeAmount } from './stripe-money.ts';
import { refundMetadata, refundResultOf } from './stripe-refund.ts';

/** How Stripe is reached, and where a customer goes on after the payment page. */
export interface StripeGatewayOptions {
  readonly apiKey: () => Promise<string>;
  readonly returnUrl: string;
  /** Further settings of Stripe's client, e.g. the host of a test double. */
  readonly client?: Stripe.StripeConfig;
}

/**
 * Stripe Checkout behind the port: a session an order, cards only, so that money is there or not at once.
 *
 * A session is left without `expires_at`. Stripe takes 30 minutes to 24 hours from the call, ours may be shorter and the
 * call may be repeated late; and one idempotency key must always come with the same body. So Stripe's own 24 hours are
 * the net, and the end of `payBy` is our closure, which expires the session.
 */
export const stripePaymentGateway = ({
  apiKey,
  returnUrl,
  client = {},
}: StripeGatewayOptions): PaymentGateway => {
  let built: { readonly key: string; readonly stripe: Stripe } | undefined;
  /** One client a key: connections are reused, and a rotated key is taken up. */
  const stripeOf = async (): Promise<Stripe> => {
    const key = await apiKey();
    if (built?.key !== key) {
      const config = { timeout: 4_000, maxNetworkRetries: 0, telemetry: false, ...client };
      built = { key, stripe: new Stripe(key, config) };
    }
    return built.stripe;
  };

  return {
    createSession: async ({ orderId, amount, currency, correlationId }) => {
      const stripe = await stripeOf();
      const metadata = { orderId, correlationId };
      const price = { currency: currency.toLowerCase(), unit_amount: toStripeAmount(amount, currency) };
      try {
        const session = await stripe.checkout.sessions.create(
          {
            mode: 'payment',
            allowed_payment_method_types: ['card'],
            // Always in the currency of the order, or a webhook would tell of another amount.
            adaptive_pricing: { enabled: false },
            client_reference_id: orderId,
            line_items: [
              { quantity: 1, price_data: { ...price, product_data: { name: `Order ${orderId}` } } },
            ],
            success_url: returnUrl,
            metadata,
            payment_intent_data: { metadata },
          },
          { idempotencyKey: orderId },
        );
        return { outcome: 'created', session: sessionOf(known(session), '') };
      } catch (error) {
        if (isAboutThePayment(error)) return { outcome: 'refused', reason: reasonOf(error) };
        throw failure(error);
      }
    },

    expireSession: async (sessionId) => {
      const stripe = await stripeOf();
      try {
        return sessionOf(known(await stripe.checkout.sessions.expire(sessionId)), '');
      } catch (error) {
        // Only an open session can be expired; of any other, Stripe says how it ended.
        if (!isRefusal(error)) throw failure(error);
        const ended = await stripe.checkout.sessions
          .retrieve(sessionId)
          .catch((cause: unknown) => Promise.reject(failure(cause)));
        return sessionOf(known(ended), returnUrl);
      }
    },

    refund: async (order) => {
      const { key, sessionId, amount, currency } = order;
      const stripe = await stripeOf();
      try {
        const session = known(await stripe.checkout.sessions.retrieve(sessionId));
        const intent = session.payment_intent;
        if (intent === null) {
          throw new AppError('unprocessable', 'gateway.session-not-paid', 'The session was never paid');
        }
        const paymentIntent = typeof intent === 'string' ? intent : intent.id;
        const refund =
          (await refundMadeBefore(stripe, paymentIntent, key)) ??
          (await stripe.refunds.create(
            {
              payment_intent: paymentIntent,
              amount: toStripeAmount(amount, currency),
              metadata: refundMetadata(order),
            },
            { idempotencyKey: key },
          ));
        return refundResultOf(known(refund));
      } catch (error) {
        if (isRefusal(error)) return { outcome: 'refused', reason: reasonOf(error) };
        throw failure(error);
      }
    },
  };
};

/**
 * The refund that an earlier call with this key made, if there is one. Stripe forgets idempotency keys after 24 hours
 * (API reference, "Idempotent requests"), while a message may rest in a dead-letter queue for 14 days.
 */
const refundMadeBefore = async (
  stripe: Stripe,
  paymentIntent: string,
  key: string,
): Promise<Stripe.Refund | undefined> => {
  for await (const refund of stripe.refunds.list({ payment_intent: paymentIntent, limit: 100 })) {
    if (refund.metadata?.['refundKey'] === key) return refund;
  }
  return undefined;
};

/**
 * Lets an object of Stripe through. The SDK takes any JSON without `error` for an answer, whatever its HTTP status.
 * @throws AppError `unavailable` for JSON that is no such object: it decides nothing.
 */
const known = <Answer extends { readonly id: string }>(answer: Answer): Answer => {
  if (typeof answer.id === 'string') return answer;
  throw new AppError('unavailable', 'gateway.odd-answer', 'The payment provider answered in another form');
};

/** @param otherwise stands for the page's address, which a session has only while it is open. */
const sessionOf = (session: Stripe.Checkout.Session, otherwise: string): ProviderSession => {
  const currency = (session.currency ?? '').toUpperCase();
  const paid = session.payment_status === 'paid';
  return {
    id: session.id,
    url: session.url ?? otherwise,
    status: paid ? 'paid' : session.status === 'expired' ? 'expired' : 'open',
    amount: fromStripeAmount(session.amount_total ?? 0, currency),
    currency,
    ...(paid ? { paidAt: fromStripeTime(session.created) } : {}),
  };
};

type StripeRefusal =
  | InstanceType<typeof Stripe.errors.StripeInvalidRequestError>
  | InstanceType<typeof Stripe.errors.StripeCardError>;

/** A definite no; a session or charge that Stripe does not know is none, but a mistake of ours. */
const isRefusal = (error: unknown): error is StripeRefusal =>
  (error instanceof Stripe.errors.StripeInvalidRequestError && error.code !== 'resource_missing') ||
  error instanceof Stripe.errors.StripeCardError;

/** What Stripe's error codes say of an amount (docs.stripe.com/error-codes). */
const AMOUNT_CODES: readonly string[] = ['amount_too_small', 'amount_too_large', 'invalid_charge_amount'];
/** The parameters of a session that the order decides. */
const PAYMENT_PARAMS = /\[(?:currency|unit_amount)\]$/;
/** These name a parameter, and mean that our request is not of the API's form. */
const FORM_CODES: readonly (string | undefined)[] = ['parameter_unknown', 'parameter_missing'];

/**
 * Whether Stripe refuses a session for its amount or currency, and so will for ever. Stripe says "invalid request" also of
 * accounts that are not activated, API versions and settings; what is not known to be about the payment is taken for
 * that, because it would end every order while it lasts.
 */
const isAboutThePayment = (error: unknown): error is StripeRefusal =>
  error instanceof Stripe.errors.StripeInvalidRequestError &&
  (AMOUNT_CODES.includes(error.code ?? '') ||
    (PAYMENT_PARAMS.test(error.param ?? '') && !FORM_CODES.includes(error.code)));

const reasonOf = (error: StripeRefusal): string => error.code ?? error.message;

/**
 * A request that Stripe finds invalid stays so until a person mends it; a key or a permission that it does not accept is
 * asked for again, like anything without an answer. An idempotency error is final when the key came with another body,
 * and passes while the first call is under way.
 */
const failure = (error: unknown): AppError => {
  if (error instanceof AppError) return error;
  const invalidRequest = error instanceof Stripe.errors.StripeInvalidRequestError;
  const reusedKey = error instanceof Stripe.errors.StripeIdempotencyError && error.statusCode !== 409;
  const code = error instanceof Stripe.errors.StripeError ? (error.code ?? error.type) : 'no-answer';
  return new AppError(
    invalidRequest || reusedKey ? 'unprocessable' : 'unavailable',
    `gateway.${code}`,
    error instanceof Error ? error.message : 'The payment provider did not answer',
    { cause: error },
  );
};
