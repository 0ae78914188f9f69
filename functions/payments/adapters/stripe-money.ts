import { fromProviderAmount, toProviderAmount } from '../../../shared/kernel/money.ts';

/** Converts our minor units to Stripe's units. */
export const toStripeAmount = (amount: number, currency: string): number =>
  toProviderAmount(amount, currency.toUpperCase());

/** Converts Stripe's units to our minor units. Stripe writes currencies in lower case. */
export const fromStripeAmount = (amount: number, currency: string): number =>
  fromProviderAmount(amount, currency.toUpperCase());

/** Converts a time of Stripe, in seconds since 1970, to ISO 8601. */
export const fromStripeTime = (seconds: number): string => new Date(seconds * 1000).toISOString();
