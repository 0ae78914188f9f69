import type { Platform } from './platform.ts';
import type { ServiceFunction } from './service-function.ts';

/** Lets a function call the payment provider, and sets the environment variables `PAYMENT_PROVIDER…`. */
export const allowPaymentProvider = (
  target: ServiceFunction,
  { paymentProviderSecret, paymentProviderUrl, settings }: Platform,
): void => {
  target.addEnvironment('PAYMENT_PROVIDER', settings.paymentProvider.kind);
  target.addEnvironment('PAYMENT_PROVIDER_SECRET_ARN', paymentProviderSecret.secretArn);
  if (paymentProviderUrl !== undefined) target.addEnvironment('PAYMENT_PROVIDER_URL', paymentProviderUrl);
  target.allow(['secretsmanager:GetSecretValue'], [paymentProviderSecret.secretArn]);
};
