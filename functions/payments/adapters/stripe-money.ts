/**
 * Currencies without decimals by ISO 4217 that Stripe nevertheless counts in hundredths
 * (docs.stripe.com/currencies, "Special cases").
 */
const inHundredths: ReadonlySet<string> = new Set(['ISK', 'UGX']);

/** Currencies with two decimals by ISO 4217 that Stripe counts without (docs.stripe.com/currencies, "Zero-decimal"). */
const inWholes: ReadonlySet<string> = new Set(['MGA']);

/** Our minor units as Stripe counts them. Stripe refuses a fraction as an invalid integer. */
export const toStripeAmount = (amount: number, currency: string): number => {
  const code = currency.toUpperCase();
  if (inHundredths.has(code)) return amount * 100;
  return inWholes.has(code) ? amount / 100 : amount;
};

/** Stripe's units as ours. */
export const fromStripeAmount = (amount: number, currency: string): number => {
  const code = currency.toUpperCase();
  if (inHundredths.has(code)) return amount / 100;
  return inWholes.has(code) ? amount * 100 : amount;
};

/** Seconds since 1970, which Stripe tells the time by, as an instant. */
export const fromStripeTime = (seconds: number): string => new Date(seconds * 1000).toISOString();
