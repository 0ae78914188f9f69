import { decimalsOf, formatMoney } from '../../../shared/kernel/money.ts';

/** An amount as people type it into a field: `12.50` for 1250 cents. */
export const amountText = (minor: number, currency: string): string => {
  const decimals = decimalsOf(currency);
  return (minor / 10 ** decimals).toFixed(decimals);
};

/**
 * Reads an amount that somebody typed, with a point or a comma.
 * @returns the amount in minor units. Undefined if the text is no amount, or has more decimals than the currency
 */
export const amountFrom = (text: string, currency: string): number | undefined => {
  const [, whole, fraction = ''] = /^(\d{1,12})(?:[.,](\d+))?$/.exec(text.trim()) ?? [];
  const decimals = decimalsOf(currency);
  if (whole === undefined || fraction.length > decimals) return undefined;
  return Number(whole + fraction.padEnd(decimals, '0'));
};

/** Formats an amount for people. Returns a dash if the amount is not known. */
export const money = (minor: number | undefined, currency: string | undefined): string =>
  minor === undefined || currency === undefined ? '–' : formatMoney(minor, currency);

/**
 * Reads a number of units that somebody typed, such as `24` or `-3`. Undefined if the text is not such a number, or if
 * the number is 0.
 */
export const changeFrom = (text: string): number | undefined => {
  const typed = text.trim().replace(/^[−–]/, '-');
  const change = Number(typed);
  return /^[+-]?\d{1,7}$/.test(typed) && change !== 0 ? change : undefined;
};
