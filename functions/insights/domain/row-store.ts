import type { OrderStatus } from '../../../shared/events/orders.ts';
import type { SaveOutcome, Stored } from '../../../shared/kernel/aggregate.ts';
import type { ExpiresAt } from '../../../shared/kernel/clock.ts';
import type { Contended } from '../../../shared/kernel/contention.ts';
import type { Page, PageRequest } from '../../../shared/kernel/page.ts';
import type { Figures, FiguresByDay } from './figures.ts';
import { statusOf, type OrderRow } from './order-row.ts';
import { isNamedBy, type ShortCode } from './short-code.ts';

/** A row to write. `version` is the stored version, or 0 if there is no row yet. */
export interface RowWrite {
  readonly row: OrderRow;
  readonly version: number;
  readonly expiresAt: ExpiresAt;
}

/** Which orders a list shows. An empty filter selects all orders. */
export interface RowFilter {
  readonly status?: OrderStatus | undefined;
  /** A day in UTC, such as `2026-03-01`. */
  readonly day?: string | undefined;
  readonly customerId?: string | undefined;
  readonly correlationId?: string | undefined;
  readonly code?: ShortCode | undefined;
  readonly currency?: string | undefined;
  /** The smallest and the largest total, in minor units. */
  readonly amountFrom?: number | undefined;
  readonly amountTo?: number | undefined;
}

/**
 * The most rows that are read for one page. No index has the status, the short code, the currency or the amount of an
 * order. So a list with one of these filters also reads rows that do not fit, and drops them.
 */
export const MAX_ROWS_READ = 500;
/**
 * The most rows that one write with figures may change. One transaction writes these rows and their figures, and a
 * transaction has at most 100 items (TransactWriteItems).
 */
export const MOST_ROWS_COUNTED = 10;

/**
 * When the figures of a day expire. The time depends only on the day, so that a late event cannot shorten the life of
 * the figures.
 */
export type ExpiryOfDay = (day: string) => ExpiresAt;

/** Stores a row for each order, and the figures of each day. */
export interface RowStore {
  /** Reads an order's row, strongly consistent. */
  load(orderId: string): Promise<Stored<OrderRow> | undefined>;
  /** Reads the rows of up to 100 orders, strongly consistent. Orders without a row are left out. */
  loadMany(orderIds: readonly string[]): Promise<ReadonlyMap<string, Stored<OrderRow>>>;
  /** Writes a row that does not change the figures. */
  save(write: RowWrite): Promise<SaveOutcome>;
  /** Writes up to `MOST_ROWS_COUNTED` rows and adds to the figures of days, all or nothing. */
  saveCounted(
    writes: readonly RowWrite[],
    figures: FiguresByDay,
    expiryOf: ExpiryOfDay,
  ): Promise<SaveOutcome | Contended>;
  /** Lists rows, newest first, eventually consistent. A page may be short although more pages follow. */
  list(query: RowFilter & PageRequest): Promise<Page<OrderRow>>;
  /** Reads the figures of a day, strongly consistent. */
  figuresOf(day: string): Promise<Figures>;
}

/**
 * The sort key of an order: lists are sorted by this key. Undefined until an event with the time of the placement has
 * arrived.
 */
export const sortKeyOf = ({ placedAt, orderId }: OrderRow): string | undefined =>
  placedAt === undefined ? undefined : `${placedAt}#${orderId}`;

/**
 * True if a filter selects the row. An index is eventually consistent, so each row that the index finds is compared
 * with the filter again.
 */
export const fits = (row: OrderRow, filter: RowFilter): boolean =>
  fitsFacts(row, filter) && fitsTotal(row, filter);

const fitsFacts = (row: OrderRow, { status, day, customerId, correlationId, code }: RowFilter): boolean =>
  (status === undefined || statusOf(row) === status) &&
  (day === undefined || row.placedAt?.startsWith(day) === true) &&
  (customerId === undefined || row.customerId === customerId) &&
  (correlationId === undefined || row.correlationId === correlationId) &&
  (code === undefined || isNamedBy(row.orderId, code));

/** A row whose total is not known yet matches no limit of the amount. */
const fitsTotal = (
  { totalAmount, currency }: OrderRow,
  { currency: wanted, amountFrom, amountTo }: RowFilter,
): boolean =>
  (wanted === undefined || currency === wanted) &&
  (amountFrom === undefined || (totalAmount !== undefined && totalAmount >= amountFrom)) &&
  (amountTo === undefined || (totalAmount !== undefined && totalAmount <= amountTo));
