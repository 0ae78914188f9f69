/** An ISO 4217 code, e.g. `EUR`. */
export type Currency = string;

/** The largest total of an order, in minor units. It is far below 2^53, from where numbers are no longer exact. */
export const MAX_AMOUNT = 1_000_000_000_000;

/** The total price of order lines, in minor units. */
export const totalOf = (
  lines: readonly { readonly quantity: number; readonly unitAmount: number }[],
): number => lines.reduce((total, line) => total + line.quantity * line.unitAmount, 0);

/**
 * How many decimals a currency has, if not 2 (ISO 4217, list one). `Intl` is not used for this: for HUF, COP or PKR it
 * has the decimals that people write, which are fewer than those of ISO 4217 and of payment providers.
 */
const decimalsOf: ReadonlyMap<Currency, number> = new Map(
  Object.entries({
    0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
    3: 'BHD IQD JOD KWD LYD OMR TND',
    4: 'CLF UYW',
  }).flatMap(([decimals, codes]) => codes.split(' ').map((code) => [code, Number(decimals)] as const)),
);

/** Caches formats, because creating one takes far longer than using it. */
const formats = new Map<Currency, Intl.NumberFormat>();

const formatOf = (currency: Currency, decimals: number): Intl.NumberFormat => {
  const known = formats.get(currency);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  formats.set(currency, format);
  return format;
};

/** Formats an amount in minor units for people, with the decimals that the currency has in ISO 4217, e.g. `€12.50`. */
export const formatMoney = (amount: number, currency: Currency): string => {
  const decimals = decimalsOf.get(currency) ?? 2;
  return formatOf(currency, decimals).format(amount / 10 ** decimals);
};
