/**
 * Currencies that have no decimals in ISO 4217, but whose amounts Stripe expects in hundredths
 * (docs.stripe.com/currencies, "Special cases").
 */
const inHundredths: ReadonlySet<string> = new Set(['ISK', 'UGX']);

/**
 * Currencies that have two decimals in ISO 4217, but whose amounts Stripe expects in whole units
 * (docs.stripe.com/currencies, "Zero-decimal").
 */
const inWholes: ReadonlySet<string> = new Set(['MGA']);

/**
 * Converts our minor units to Stripe's units. The result may be a fraction, which Stripe refuses as an invalid integer.
 */
export const toStripeAmount = (amount: number, currency: string): number => {
  const code = currency.toUpperCase();
  if (inHundredths.has(code)) return amount * 100;
  return inWholes.has(code) ? amount / 100 : amount;
};

/** Converts Stripe's units to our minor units. */
export const fromStripeAmount = (amount: number, currency: string): number => {
  const code = currency.toUpperCase();
  if (inHundredths.has(code)) return amount / 100;
  return inWholes.has(code) ? amount * 100 : amount;
};

/** Converts a time of Stripe, in seconds since 1970, to ISO 8601. */
export const fromStripeTime = (seconds: number): string => new Date(seconds * 1000).toISOString();
