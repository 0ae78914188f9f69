/** An ISO 4217 code, e.g. `EUR`. */
export type Currency = string;

/** The total price of order lines, in minor units. */
export const totalOf = (
  lines: readonly { readonly quantity: number; readonly unitAmount: number }[],
): number => lines.reduce((total, line) => total + line.quantity * line.unitAmount, 0);

const codesIn = (codes: string): readonly Currency[] => codes.split(' ');

/** Builds a table with a number for each currency. `rows` lists, for each number, the codes of its currencies. */
const perCurrency = (rows: Readonly<Record<number, string>>): ReadonlyMap<Currency, number> =>
  new Map(
    Object.entries(rows).flatMap(([value, codes]) => codesIn(codes).map((code) => [code, Number(value)])),
  );

/*
 * How many decimals each currency has: all currencies and funds of ISO 4217, list one, as published on 2026-01-01 by
 * the standard's maintenance agency, SIX. Codes without a minor unit, such as gold (XAU), are not in the table.
 *
 * `Intl` is not used for this. For HUF, COP and other currencies, `Intl` has the number of decimals that people write.
 * This number is smaller than in ISO 4217 and at payment providers, and it changes with the version of Node.
 */
const withTwoDecimals =
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY ' +
  'COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS ' +
  'INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR ' +
  'MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP ' +
  'STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG';
const otherDecimals = /* @__PURE__ */ perCurrency({
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
});

/**
 * How many decimals a currency has. Old events may have a currency that is no longer in the table. All such currencies
 * had two decimals.
 */
export const decimalsOf = (currency: Currency): number => otherDecimals.get(currency) ?? 2;

/** All currencies of the table. */
export const isoCurrencies = (): readonly Currency[] => [
  ...codesIn(withTwoDecimals),
  ...otherDecimals.keys(),
];

/*
 * The rules of the payment provider for card payments: Stripe's (docs.stripe.com/currencies, read in July 2026). They
 * hold on every stage, so a price that works in a test also works in production (docs/adr/0044-one-table-of-money.md).
 */

/** Currencies of the table that Stripe does not accept, whatever the account's country. */
const refused =
  'BOV BTN CHE CHW CLF COU CUP ERN GHS IQD IRR KPW LYD MRU MXV SDG SSP STN SVC SYP TMT USN UYI UYW VED VES XAD ZWG';
const payable: ReadonlySet<Currency> = /* @__PURE__ */ (() =>
  new Set(isoCurrencies().filter((currency) => !codesIn(refused).includes(currency))))();
/** Currencies whose amounts Stripe expects with another number of decimals than ISO 4217 gives them. */
const providerDecimals = /* @__PURE__ */ perCurrency({ 0: 'MGA', 2: 'ISK UGX' });
/**
 * In these currencies, an amount must be a multiple of this number of minor units. So an amount in MGA is whole ariary,
 * and in a currency with three decimals the third one is 0.
 */
const steps = /* @__PURE__ */ perCurrency({ 10: 'BHD JOD KWD OMR TND', 100: 'MGA' });
/**
 * The smallest amounts that the provider accepts, in minor units. If the provider pays the shop in another currency,
 * that currency's minimum applies.
 */
const minimums = /* @__PURE__ */ perCurrency({
  30: 'GBP',
  50: 'ARS AUD BRL CAD CHF COP EUR IDR ILS INR JPY KRW NZD PHP RUB SGD USD ZAR',
  200: 'AED MYR PLN RON',
  250: 'DKK',
  300: 'NOK SEK',
  400: 'HKD',
  1000: 'MXN THB',
  1500: 'CZK',
  17_500: 'HUF',
});
/** The largest amount that Stripe accepts, in Stripe's units: 12 digits. */
const MAX_AT_PROVIDER = 999_999_999_999;

/** The largest total of an order in any currency, in minor units. It is far below 2^53, so calculations are exact. */
const MAX_TOTAL = 999_999_999_999;

/**
 * How many of our minor units, and how many of the provider's units, make one main unit of a currency. For ISK, the
 * numbers are 1 and 100.
 */
const unitsOf = (currency: Currency): { readonly ours: number; readonly theirs: number } => {
  const decimals = decimalsOf(currency);
  return { ours: 10 ** decimals, theirs: 10 ** (providerDecimals.get(currency) ?? decimals) };
};

/** Converts minor units to the provider's units. The result is whole if the amount is a multiple of `stepOf`. */
export const toProviderAmount = (amount: number, currency: Currency): number => {
  const { ours, theirs } = unitsOf(currency);
  return (amount * theirs) / ours;
};

/** Converts units of the provider to minor units. */
export const fromProviderAmount = (amount: number, currency: Currency): number => {
  const { ours, theirs } = unitsOf(currency);
  return (amount * ours) / theirs;
};

/** True if prices in this currency can be paid: it is in the table, and the provider accepts it. */
export const isPayableCurrency = (currency: Currency): boolean => payable.has(currency);

/** Payments and refunds in this currency must be multiples of this amount, in minor units. */
export const stepOf = (currency: Currency): number => steps.get(currency) ?? 1;

/** The smallest total that can be paid in this currency, in minor units. */
export const smallestTotal = (currency: Currency): number =>
  Math.max(stepOf(currency), minimums.get(currency) ?? 1);

/** The largest total that can be paid in this currency, in minor units. */
export const largestTotal = (currency: Currency): number => {
  const step = stepOf(currency);
  return Math.floor(Math.min(MAX_TOTAL, fromProviderAmount(MAX_AT_PROVIDER, currency)) / step) * step;
};

/** Why the provider does not accept a total. */
export type TotalProblem =
  'currency-not-accepted' | 'total-too-small' | 'total-too-large' | 'total-not-payable';

/** Why the provider does not accept a total, or `undefined` if it accepts the total. */
export const problemOfTotal = (total: number, currency: Currency): TotalProblem | undefined => {
  if (!isPayableCurrency(currency)) return 'currency-not-accepted';
  if (total > largestTotal(currency)) return 'total-too-large';
  if (total < smallestTotal(currency)) return 'total-too-small';
  return total % stepOf(currency) === 0 ? undefined : 'total-not-payable';
};

/** True if the provider accepts the total of an order of only one product, for at least one quantity up to `most`. */
export const hasPayableTotal = (unitAmount: number, currency: Currency, most: number): boolean => {
  for (let quantity = 1; quantity <= most; quantity += 1) {
    if (problemOfTotal(quantity * unitAmount, currency) === undefined) return true;
  }
  return false;
};

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

/**
 * Formats an amount in minor units for people, with the decimals that the currency has in ISO 4217, e.g. `€12.50`.
 */
export const formatMoney = (amount: number, currency: Currency): string => {
  const decimals = decimalsOf(currency);
  return formatOf(currency, decimals).format(amount / 10 ** decimals);
};
