/** An ISO 4217 code, e.g. `EUR`. */
export type Currency = string;

/** The price of some order lines in minor units. */
export const totalOf = (
  lines: readonly { readonly quantity: number; readonly unitAmount: number }[],
): number => lines.reduce((total, line) => total + line.quantity * line.unitAmount, 0);

/** `amount` (minor units) for people, with the decimals that the currency has (ISO 4217), e.g. `€12.50`. */
export const formatMoney = (amount: number, currency: Currency): string => {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const decimals = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amount / 10 ** decimals);
};
