import Stripe from 'stripe';
import { AppError } from '../../../shared/errors.ts';
import { OrderId } from '../../../shared/events/fields.ts';
import { limitedFetch } from '../../../shared/outbound.ts';
import type { PaymentGateway } from '../domain/payment-gateway.ts';
import { intentOf, sessionOf, withCharge } from './stripe-sessions.ts';
import { stripeStatement } from './stripe-statement.ts';
import { refundMetadata, refundResultOf, toStripeAmount } from './stripe-values.ts';

/** How to call Stripe, and where the payment page sends the customer afterwards. */
export interface StripeGatewayOptions {
  readonly apiKey: () => Promise<string>;
  readonly returnUrl: string;
  /** More settings of Stripe's client, for example the host of a test double. */
  readonly client?: Stripe.StripeConfig;
}

/** How long a call to Stripe may take, in milliseconds. */
const TIMEOUT_MS = 4_000;

const stripeConfig: Stripe.StripeConfig = {
  // Stripe's default client for Node only limits how long no data arrives. `limitedFetch` limits the time of the whole
  // response.
  httpClient: Stripe.createFetchHttpClient(limitedFetch(TIMEOUT_MS)),
  timeout: TIMEOUT_MS,
  maxNetworkRetries: 0,
  telemetry: false,
};

/**
 * The gateway to Stripe Checkout. Each order has one session. Sessions accept only cards, because a card payment
 * succeeds or fails at once.
 *
 * Sessions are created without `expires_at`, for two reasons:
 * - Stripe requires that `expires_at` is 30 minutes to 24 hours after the call, and the shop's time to pay may be
 *   shorter.
 * - A late retry must send the same body, but might need a later `expires_at`.
 *
 * So this service expires the session when it closes the payment, for example after `payBy`. If this service does not
 * expire the session, Stripe ends it after 24 hours.
 */
export const stripePaymentGateway = ({
  apiKey,
  returnUrl,
  client = {},
}: StripeGatewayOptions): PaymentGateway => {
  let built: { readonly key: string; readonly stripe: Stripe } | undefined;
  /** Reuses the client, and so its connections, until the API key is rotated. */
  const stripeOf = async (): Promise<Stripe> => {
    const key = await apiKey();
    if (built?.key !== key) {
      built = { key, stripe: new Stripe(key, { ...stripeConfig, ...client }) };
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
            // With adaptive pricing, Stripe might charge another currency, and the amount in the webhook would not
            // match the order.
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
        // Stripe expires only open sessions. If Stripe refuses, the session is not open any more, so `retrieve` finds
        // out how it ended.
        if (!isRefusal(error)) throw failure(error);
        const ended = await stripe.checkout.sessions
          .retrieve(sessionId, withCharge)
          .catch((cause: unknown) => Promise.reject(failure(cause)));
        return sessionOf(known(ended), returnUrl);
      }
    },

    refund: async (order) => {
      const { key, sessionId, amount, currency } = order;
      const stripe = await stripeOf();
      try {
        const paymentIntent = intentOf(known(await stripe.checkout.sessions.retrieve(sessionId)));
        if (paymentIntent === undefined) {
          throw new AppError('unprocessable', 'gateway.session-not-paid', 'The session was never paid');
        }
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

    orderOf: async (paymentId) => {
      const stripe = await stripeOf();
      try {
        const { data } = await stripe.checkout.sessions.list({ payment_intent: paymentId, limit: 1 });
        return OrderId.safeParse(data[0]?.client_reference_id).data;
      } catch (error) {
        throw failure(error);
      }
    },

    statement: async (sessionId) => {
      const stripe = await stripeOf();
      try {
        const session = known(await stripe.checkout.sessions.retrieve(sessionId, withCharge));
        return await stripeStatement(stripe, sessionOf(session, returnUrl), intentOf(session));
      } catch (error) {
        throw failure(error);
      }
    },
  };
};

/**
 * Finds the refund that an earlier call with this key made. Stripe forgets idempotency keys after 24 hours (API
 * reference, "Idempotent requests"), but a message may stay in a dead-letter queue for 14 days. Without this search, a
 * message that is processed again could refund the money twice.
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
 * Checks that a response is an object of Stripe. The SDK returns any JSON that has no field `error`, whatever its
 * HTTP status.
 * @throws AppError `unavailable` for other JSON, because such a response does not show whether Stripe has acted.
 */
const known = <Answer extends { readonly id: string }>(answer: Answer): Answer => {
  if (typeof answer.id === 'string') return answer;
  throw new AppError(
    'unavailable',
    'gateway.odd-answer',
    'The response of the payment provider has an unknown format',
  );
};

type StripeRefusal =
  | InstanceType<typeof Stripe.errors.StripeInvalidRequestError>
  | InstanceType<typeof Stripe.errors.StripeCardError>;

/**
 * True if Stripe refused the request for good. `resource_missing` is excluded, because an unknown session or charge is
 * our mistake.
 */
const isRefusal = (error: unknown): error is StripeRefusal =>
  (error instanceof Stripe.errors.StripeInvalidRequestError && error.code !== 'resource_missing') ||
  error instanceof Stripe.errors.StripeCardError;

/** Stripe's error codes that mean a wrong amount (docs.stripe.com/error-codes). */
const AMOUNT_CODES: readonly string[] = ['amount_too_small', 'amount_too_large', 'invalid_charge_amount'];
/** Matches the names of two parameters of a session: the currency and the amount. Their values come from the order. */
const PAYMENT_PARAMS = /\[(?:currency|unit_amount)\]$/;
/** Error codes that mean a malformed request, even if the error names a parameter that `PAYMENT_PARAMS` matches. */
const FORM_CODES: readonly (string | undefined)[] = ['parameter_unknown', 'parameter_missing'];

/**
 * True if Stripe refuses a session because of its amount or currency. Such a refusal is final. "Invalid request" alone
 * is not enough: it is also Stripe's error for an inactive account, a wrong API version or a wrong setting. Such a
 * problem concerns every order, and treating it as final would cancel all orders.
 */
const isAboutThePayment = (error: unknown): error is StripeRefusal =>
  error instanceof Stripe.errors.StripeInvalidRequestError &&
  (AMOUNT_CODES.includes(error.code ?? '') ||
    (PAYMENT_PARAMS.test(error.param ?? '') && !FORM_CODES.includes(error.code)));

const reasonOf = (error: StripeRefusal): string => error.code ?? error.message;

/**
 * The error for a failed call:
 * - An invalid request is final, because a person must fix it.
 * - If Stripe rejects the API key or its permissions, the call is retried, as if Stripe had not answered.
 * - An idempotency error is final if the idempotency key was used with another body. With status 409 the error is
 *   transient: the first call is still running.
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
