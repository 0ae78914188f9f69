import * as z from 'zod/mini';
import { reachableApiUrl, readEnv, text } from '../../../shared/config/env.ts';
import { cachedSecret } from '../../../shared/config/secret.ts';
import type { PaymentGateway } from '../domain/payment-gateway.ts';
import type { WebhookVerifier } from '../domain/webhook.ts';
import { providerSecret, type ProviderSecret } from './provider-secret.ts';

/**
 * The environment variables that choose the payment provider: `PAYMENT_PROVIDER` (`simulator` or `stripe`) and
 * `PAYMENT_PROVIDER_SECRET_ARN`. The gateway also needs `PAYMENT_PROVIDER_URL` (simulator) or `PAYMENT_RETURN_URL`
 * (Stripe).
 *
 * An adapter is imported only when it is chosen, so Stripe's SDK is loaded only if it is used.
 */
const common = { PAYMENT_PROVIDER: z.enum(['simulator', 'stripe']), PAYMENT_PROVIDER_SECRET_ARN: text };

/** Creates the gateway to the configured provider. */
export const configuredGateway = async (): Promise<PaymentGateway> => {
  const env = readEnv(common);
  const secret = providerSecret(cachedSecret(env.PAYMENT_PROVIDER_SECRET_ARN));
  const apiKey = async (): Promise<string> => (await secret()).apiKey;
  switch (env.PAYMENT_PROVIDER) {
    case 'simulator': {
      const { simulatorPaymentGateway } = await import('./simulator-payment-gateway.ts');
      const { PAYMENT_PROVIDER_URL } = readEnv({ PAYMENT_PROVIDER_URL: text });
      return simulatorPaymentGateway({ url: reachableApiUrl(PAYMENT_PROVIDER_URL), apiKey });
    }
    case 'stripe': {
      const { stripePaymentGateway } = await import('./stripe-payment-gateway.ts');
      const { PAYMENT_RETURN_URL } = readEnv({ PAYMENT_RETURN_URL: text });
      return stripePaymentGateway({ apiKey, returnUrl: PAYMENT_RETURN_URL });
    }
  }
};

/**
 * Before a signature is refused, the secret is read again from Secrets Manager, unless it was read less than this many
 * milliseconds ago.
 */
const REREAD_MS = 5_000;

/**
 * Creates the verifier of the configured provider's webhooks.
 *
 * A signature that matches no cached secret may be made with a new secret. So the secret is read again before the
 * webhook is refused. An instance of the function does this at most every 5 seconds, because anyone can send a webhook
 * with a wrong signature.
 */
export const configuredWebhooks = async (): Promise<WebhookVerifier> => {
  const env = readEnv(common);
  const secret = providerSecret(cachedSecret(env.PAYMENT_PROVIDER_SECRET_ARN));
  const verifierWith = await webhookVerifiers(env.PAYMENT_PROVIDER);
  const verifier = verifierWith(secret);
  const freshVerifier = verifierWith(() => secret(REREAD_MS));
  return {
    verify: async (rawBody, headers) => {
      const webhook = await verifier.verify(rawBody, headers);
      return webhook.outcome === 'invalid-signature' ? freshVerifier.verify(rawBody, headers) : webhook;
    },
  };
};

const webhookVerifiers = async (
  provider: 'simulator' | 'stripe',
): Promise<(secret: () => Promise<ProviderSecret>) => WebhookVerifier> => {
  switch (provider) {
    case 'simulator':
      return (await import('./simulator-webhooks.ts')).simulatorWebhooks;
    case 'stripe':
      return (await import('./stripe-webhooks.ts')).stripeWebhooks;
  }
};
