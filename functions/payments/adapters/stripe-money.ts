/**
 * Currencies without decimals by ISO 4217 that Stripe counts in hundredths (docs.stripe.com/currencies, "Special
 * cases").
 */
const inHundredths: ReadonlySet<string> = new Set(['ISK', 'UGX']);

/**
 * Currencies with two decimals by ISO 4217 that Stripe counts without them (docs.stripe.com/currencies,
 * "Zero-decimal").
 */
const inWholes: ReadonlySet<string> = new Set(['MGA']);

/** Converts our minor units to Stripe's. Stripe refuses a fraction as an invalid integer. */
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

/** Converts Stripe's time, in seconds since 1970. */
export const fromStripeTime = (seconds: number): string => new Date(seconds * 1000).toISOString();
