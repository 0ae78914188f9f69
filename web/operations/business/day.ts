import type { components } from '../../../client/index.ts';

export type Day = components['schemas']['InsightsDay'];

/** The day in UTC of an instant in milliseconds since 1970. A day is a text such as `2026-03-01`. */
export const dayOf = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);

/** The day that is a number of days after another day. If the number is negative, the result is an earlier day. */
export const dayAfter = (day: string, days: number): string =>
  dayOf(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000);

/** Reads the day in the page's address. Returns `today` if there is no such day, or if it is in the future. */
export const dayFrom = (text: string | undefined, today: string): string => {
  if (text === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return today;
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(at) || dayOf(at) !== text || text > today ? today : text;
};

/** A step of an order on its way from the placement to the hand-over, with the number of orders that reached it. */
export interface FunnelStep {
  readonly name: string;
  readonly count: number;
  /** The share of the placed orders that reached this step, from 0 to 1. */
  readonly share: number;
  /**
   * The share of the orders at the previous step that also reached this step. Undefined for the first step, and if no
   * order reached the previous step.
   */
  readonly ofBefore: number | undefined;
}

const steps = [
  ['Placed', 'placed'],
  ['Reserved', 'reserved'],
  ['Paid', 'paid'],
  ['Completed', 'completed'],
] as const;

/** How many orders of a day reached each step. */
export const funnelOf = ({ orders }: Pick<Day, 'orders'>): readonly FunnelStep[] =>
  steps.map(([name, key], index) => {
    const before = steps[index - 1];
    const previous = before === undefined ? 0 : orders[before[1]];
    return {
      name,
      count: orders[key],
      share: orders.placed === 0 ? 0 : orders[key] / orders.placed,
      ofBefore: previous === 0 ? undefined : orders[key] / previous,
    };
  });

/**
 * How a figure compares with the same figure of the day before, such as `+25 % on the day before`. Undefined if the
 * figure of the day before was 0.
 */
export const changeOf = (value: number, before: number): string | undefined => {
  if (before === 0) return undefined;
  const change = Math.round((value / before - 1) * 100);
  if (change === 0) return 'as the day before';
  return `${change > 0 ? '+' : '−'}${Math.abs(change)} % on the day before`;
};
