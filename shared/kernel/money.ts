/** An ISO 4217 code, e.g. `EUR`. */
export type Currency = string;

/** The most minor units an order may come to: far below where doubles begin to lose units (2^53). */
export const MAX_AMOUNT = 1_000_000_000_000;

/** The price of some order lines in minor units. */
export const totalOf = (
  lines: readonly { readonly quantity: number; readonly unitAmount: number }[],
): number => lines.reduce((total, line) => total + line.quantity * line.unitAmount, 0);

/** Making a format costs far more than using it, so each currency's is kept. */
const formats = new Map<Currency, Intl.NumberFormat>();

const formatOf = (currency: Currency): Intl.NumberFormat => {
  const known = formats.get(currency);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  formats.set(currency, format);
  return format;
};

/** `amount` (minor units) for people, with the decimals that the currency has (ISO 4217), e.g. `€12.50`. */
export const formatMoney = (amount: number, currency: Currency): string => {
  const format = formatOf(currency);
  const decimals = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amount / 10 ** decimals);
};
