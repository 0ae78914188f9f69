/** An ISO 4217 code, e.g. `EUR`. */
export type Currency = string;

/** The largest total of an order in minor units: far below 2^53, where doubles lose units. */
export const MAX_AMOUNT = 1_000_000_000_000;

/** The price of some order lines in minor units. */
export const totalOf = (
  lines: readonly { readonly quantity: number; readonly unitAmount: number }[],
): number => lines.reduce((total, line) => total + line.quantity * line.unitAmount, 0);

/**
 * Currencies whose minor unit is not a hundredth (ISO 4217, list one). `Intl` has the decimals that people write, which
 * for HUF, COP or PKR are fewer than ISO 4217 and payment providers have.
 */
const decimalsOf: ReadonlyMap<Currency, number> = new Map(
  Object.entries({
    0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
    3: 'BHD IQD JOD KWD LYD OMR TND',
    4: 'CLF UYW',
  }).flatMap(([decimals, codes]) => codes.split(' ').map((code) => [code, Number(decimals)] as const)),
);

/** Creating a format costs far more than using it. */
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

/** `amount` (minor units) for people, with the decimals that the currency has (ISO 4217), e.g. `€12.50`. */
export const formatMoney = (amount: number, currency: Currency): string => {
  const decimals = decimalsOf.get(currency) ?? 2;
  return formatOf(currency, decimals).format(amount / 10 ** decimals);
};
