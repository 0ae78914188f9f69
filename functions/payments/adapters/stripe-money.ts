/**
 * Currencies without decimals by ISO 4217 that Stripe nevertheless counts in hundredths
 * (docs.stripe.com/currencies, "Special cases").
 */
const inHundredths = new Set(['ISK', 'UGX']);

const factor = (currency: string): number => (inHundredths.has(currency.toUpperCase()) ? 100 : 1);

/** Our minor units as Stripe counts them. */
export const toStripeAmount = (amount: number, currency: string): number => amount * factor(currency);

/** Stripe's units as ours. */
export const fromStripeAmount = (amount: number, currency: string): number => amount / factor(currency);

/** Seconds since 1970, which Stripe tells the time by, as an instant. */
export const fromStripeTime = (seconds: number): string => new Date(seconds * 1000).toISOString();
