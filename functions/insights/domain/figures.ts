import { CANARY_PRODUCT } from '../../../shared/kernel/caller.ts';
import { secondsBetween } from '../../../shared/kernel/clock.ts';
import { paidAt, progressOf, type OrderRow } from './order-row.ts';

/**
 * The figures of a day, by name. Each figure is the sum of what the orders contribute. The figures of a day are spread
 * over several items, so the figures in these items are added. The names are
 * - `placed`, `reserved`, `paid`, and one name for each way in which an order can end (such as `expired`): how many
 *   orders came that far;
 * - `captured:<currency>`, `refunded:<currency>`: money, in minor units;
 * - `paidIn:<seconds>`: how many orders were paid within this limit of `WITHIN_SECONDS`, but not within the limit
 *   before it;
 * - `units:<product id>`: how many units were sold.
 */
export type Figures = Readonly<Record<string, number>>;

const LONGEST_SECONDS = 30 * 86_400;

/**
 * The upper limits of the intervals of a histogram. The histogram shows after how many seconds orders were paid. Each
 * limit is a quarter longer than the limit before, rounded up to whole seconds. The last limit is 30 days.
 */
export const WITHIN_SECONDS: readonly number[] = (() => {
  const limits = [1];
  for (let limit = 1; limit < LONGEST_SECONDS;) {
    limit = Math.min(LONGEST_SECONDS, Math.max(limit + 1, Math.ceil(limit * 1.25)));
    limits.push(limit);
  }
  return limits;
})();

/** The upper limit of the interval that a time belongs to. The last interval also contains all longer times. */
export const withinOf = (seconds: number): number =>
  WITHIN_SECONDS.find((limit) => seconds <= limit) ?? LONGEST_SECONDS;

/**
 * The day of an order, in UTC: the day on which it was placed. Undefined until an event with the time of the placement
 * has arrived.
 */
export const dayOf = ({ placedAt }: OrderRow): string | undefined => placedAt?.slice(0, 10);

/**
 * True if an order counts in the figures. The orders of the canary, a scheduled test (functions/ops/run-canary.ts), do
 * not count.
 */
export const countsInFigures = ({ placedAt, units = {} }: OrderRow): boolean =>
  placedAt !== undefined && !Object.hasOwn(units, CANARY_PRODUCT);

const ends = {
  COMPLETED: 'completed',
  CANCELLED: 'cancelled',
  EXPIRED: 'expired',
  REJECTED: 'rejected',
} as const;

/** What an order contributes to the figures of its day. */
export const contributionOf = (row: OrderRow): Figures => {
  if (!countsInFigures(row)) return {};
  const { placedAt, currency, captured = 0, refund, units = {} } = row;
  const { status, isPaid, isReserved } = progressOf(row);
  const paid = paidAt(row);
  const end = status in ends ? ends[status as keyof typeof ends] : undefined;
  return {
    placed: 1,
    ...(isReserved ? { reserved: 1 } : {}),
    ...(isPaid ? { paid: 1 } : {}),
    ...(end === undefined ? {} : { [end]: 1 }),
    // Captured money counts only after the order is paid or has ended. OrderPaid usually arrives right after the event
    // about the capture, so counting both together saves one change of the figures.
    ...(currency !== undefined && captured > 0 && (isPaid || end !== undefined)
      ? { [`captured:${currency}`]: captured }
      : {}),
    ...(currency !== undefined && refund !== undefined ? { [`refunded:${currency}`]: refund.amount } : {}),
    ...(placedAt !== undefined && paid !== undefined
      ? { [`paidIn:${withinOf(secondsBetween(placedAt, paid))}`]: 1 }
      : {}),
    ...(isPaid
      ? Object.fromEntries(Object.entries(units).map(([productId, sold]) => [`units:${productId}`, sold]))
      : {}),
  };
};

/** Adds figures. Sums that are 0 are left out. */
export const sumOf = (all: readonly Figures[]): Figures => {
  const sums: Record<string, number> = {};
  for (const figures of all) {
    for (const [name, value] of Object.entries(figures)) sums[name] = (sums[name] ?? 0) + value;
  }
  return Object.fromEntries(Object.entries(sums).filter(([, value]) => value !== 0));
};

const negated = (figures: Figures): Figures =>
  Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, -value]));

/** Figures by day. `sumOfDays` leaves out figures that are 0, and then days that have no figures left. */
export type FiguresByDay = ReadonlyMap<string, Figures>;

/** Adds figures of several sources, separately for each day. */
export const sumOfDays = (all: readonly FiguresByDay[]): FiguresByDay => {
  const days = new Map<string, Figures>();
  for (const [day, figures] of all.flatMap((one) => [...one])) {
    days.set(day, sumOf([days.get(day) ?? {}, figures]));
  }
  return new Map([...days].filter(([, figures]) => Object.keys(figures).length > 0));
};

const byDay = (row: OrderRow, sign: (figures: Figures) => Figures): FiguresByDay => {
  const day = dayOf(row);
  return new Map(day === undefined ? [] : [[day, sign(contributionOf(row))]]);
};

/**
 * How the change of a row changes the figures: adds what the row contributes now, and subtracts what it contributed
 * before.
 */
export const figureChangesOf = ({
  before,
  after,
}: {
  readonly before: OrderRow;
  readonly after: OrderRow;
}): FiguresByDay => sumOfDays([byDay(before, negated), byDay(after, (figures) => figures)]);

/** How many products the list of best sellers has at most. */
const BEST_SELLERS = 10;

/** Divides a number of orders by another. The result is from 0 to 1. */
const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

const namesWith = (figures: Figures, prefix: string): readonly (readonly [string, number])[] =>
  Object.entries(figures)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), value]);

/**
 * The time, in seconds, within which a share (`wanted`) of the paid orders was paid. The result is the upper limit of
 * an interval of the histogram, so it is too long by less than one second plus a quarter of the exact time.
 */
const percentile = (figures: Figures, wanted: number): number | undefined => {
  const counts = namesWith(figures, 'paidIn:')
    .map(([seconds, count]) => [Number(seconds), count] as const)
    .toSorted(([a], [b]) => a - b);
  const rank = Math.ceil(wanted * counts.reduce((sum, [, count]) => sum + count, 0));
  let reached = 0;
  return counts.find(([, count]) => (reached += count) >= rank)?.[0];
};

/** The figures of a day as the API shows them. */
export type DayView = ReturnType<typeof dayViewOf>;

/** Derives rates, percentiles and the best sellers from the figures of a day. */
export const dayViewOf = (day: string, figures: Figures) => {
  const count = (name: string): number => figures[name] ?? 0;
  const captured = namesWith(figures, 'captured:');
  const refunded = namesWith(figures, 'refunded:');
  const currencies = [...new Set([...captured, ...refunded].map(([currency]) => currency))].toSorted();
  const [p50, p95] = [percentile(figures, 0.5), percentile(figures, 0.95)];
  return {
    day,
    orders: {
      placed: count('placed'),
      reserved: count('reserved'),
      paid: count('paid'),
      completed: count('completed'),
      rejected: count('rejected'),
      cancelled: count('cancelled'),
      expired: count('expired'),
    },
    rejectionRate: share(count('rejected'), count('placed')),
    expiryRate: share(count('expired'), count('placed')),
    money: currencies.map((currency) => ({
      currency,
      revenue: count(`captured:${currency}`),
      refunds: count(`refunded:${currency}`),
    })),
    ...(p50 === undefined || p95 === undefined ? {} : { secondsToPay: { p50, p95 } }),
    bestSellers: namesWith(figures, 'units:')
      .map(([productId, units]) => ({ productId, units }))
      .toSorted((a, b) => b.units - a.units || (a.productId < b.productId ? -1 : 1))
      .slice(0, BEST_SELLERS),
  };
};
