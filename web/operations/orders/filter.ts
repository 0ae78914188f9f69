import { amountFrom as minorOf, amountText } from '../parts/amounts.ts';
import { statusOf, type OrderStatus } from '../parts/words.ts';

/**
 * Which orders the list shows. The address of the page contains the filter, so people can bookmark a list or send a
 * link to it.
 */
export interface Filter {
  readonly status?: OrderStatus;
  /** A day in UTC, such as `2026-03-01`. */
  readonly day?: string;
  readonly customerId?: string;
  /** An order's id, its last eight characters, its pickup code, or a correlation id. */
  readonly text?: string;
  /** The currency of the amounts. Absent if the filter has no amount. */
  readonly currency?: string;
  /** The smallest and the largest total, in minor units. */
  readonly amountFrom?: number;
  readonly amountTo?: number;
}

type Fields = Readonly<Record<string, string | undefined>>;

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const CURRENCY = /^[A-Z]{3}$/;
/** The largest amount that the API accepts, in minor units. */
const MOST = 1_000_000_000_000;

const rangeFrom = (fields: Fields) => {
  const currency = (fields['currency'] ?? '').trim().toUpperCase();
  const [from = '', to = ''] = [fields['from']?.trim(), fields['to']?.trim()];
  return { currency, from, to };
};

const minorUnits = (text: string, currency: string): number | undefined => {
  const amount = minorOf(text, currency);
  return amount === undefined || amount > MOST ? undefined : amount;
};

/** Why the amounts in the fields are not valid. Undefined if they are valid, or if the fields are empty. */
export const amountProblem = (fields: Fields): string | undefined => {
  const { currency, from, to } = rangeFrom(fields);
  if (from === '' && to === '') return undefined;
  if (!CURRENCY.test(currency)) return 'Enter the currency of the amounts, such as EUR.';
  const example = amountText(1250, currency);
  const [least, most] = [from, to].map((text) => (text === '' ? undefined : minorUnits(text, currency)));
  if (from !== '' && least === undefined)
    return `“From” is not an amount in ${currency}, such as ${example}.`;
  if (to !== '' && most === undefined) return `“To” is not an amount in ${currency}, such as ${example}.`;
  return (least ?? 0) > (most ?? MOST) ? '“From” is larger than “to”.' : undefined;
};

const amountsFrom = (fields: Fields): Pick<Filter, 'currency' | 'amountFrom' | 'amountTo'> => {
  const { currency, from, to } = rangeFrom(fields);
  if ((from === '' && to === '') || amountProblem(fields) !== undefined) return {};
  const [amountFrom, amountTo] = [minorUnits(from, currency), minorUnits(to, currency)];
  return {
    currency,
    ...(amountFrom === undefined ? {} : { amountFrom }),
    ...(amountTo === undefined ? {} : { amountTo }),
  };
};

/**
 * Reads the filter of an address. Leaves out an unknown status, a day in a wrong format, and amounts that are not valid
 * (`amountProblem`).
 */
export const filterFrom = (query: Fields): Filter => {
  const status = statusOf(query['status'] ?? '');
  const day = query['day'] ?? '';
  const customerId = query['customer']?.trim() ?? '';
  const text = query['text']?.trim() ?? '';
  return {
    ...(status === undefined ? {} : { status }),
    ...(DAY.test(day) ? { day } : {}),
    ...(customerId === '' ? {} : { customerId }),
    ...(text === '' ? {} : { text }),
    ...amountsFrom(query),
  };
};

/** The limits of the amount as people type them: `12.50`. Empty without a limit. */
export const amountTexts = ({ currency = '', amountFrom, amountTo }: Filter) => {
  const textOf = (amount: number | undefined) => (amount === undefined ? '' : amountText(amount, currency));
  return { from: textOf(amountFrom), to: textOf(amountTo) };
};

/** The query of the address with this filter: `?status=PAID`, or nothing. */
export const queryFor = (filter: Filter): string => {
  const { status, day, customerId, text, currency } = filter;
  const { from, to } = amountTexts(filter);
  const query = new URLSearchParams({
    ...(text === undefined ? {} : { text }),
    ...(status === undefined ? {} : { status }),
    ...(day === undefined ? {} : { day }),
    ...(customerId === undefined ? {} : { customer: customerId }),
    ...(from === '' ? {} : { from }),
    ...(to === '' ? {} : { to }),
    ...(currency === undefined ? {} : { currency }),
  }).toString();
  return query === '' ? '' : `?${query}`;
};

/** True if the filter is empty, so that the list contains all orders. */
export const isEverything = (filter: Filter): boolean => Object.keys(filter).length === 0;

/** What a person can check if no order matches. */
export const hintsFor = ({ text, customerId }: Filter): readonly string[] => [
  ...(text === undefined
    ? []
    : ['The text must be a whole id, the last eight characters of an order’s id, or a pickup code.']),
  ...(customerId === undefined ? [] : ['The id of a customer distinguishes capitals, as in "alice".']),
];
