import * as z from 'zod/mini';
import { reachableApiUrl, readEnv, text } from '../../../shared/config/env.ts';
import { cachedSecret } from '../../../shared/config/secret.ts';
import type { PaymentGateway } from '../domain/payment-gateway.ts';
import type { WebhookVerifier } from '../domain/webhook.ts';
import { providerSecret } from './provider-secret.ts';

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

/** Creates the verifier of the configured provider's webhooks. */
export const configuredWebhooks = async (): Promise<WebhookVerifier> => {
  const env = readEnv(common);
  const secret = providerSecret(cachedSecret(env.PAYMENT_PROVIDER_SECRET_ARN));
  switch (env.PAYMENT_PROVIDER) {
    case 'simulator': {
      const { simulatorWebhooks } = await import('./simulator-webhooks.ts');
      return simulatorWebhooks(secret);
    }
    case 'stripe': {
      const { stripeWebhooks } = await import('./stripe-webhooks.ts');
      return stripeWebhooks(secret);
    }
  }
};
