import type { components } from '../../../client/index.ts';

export type OrderRow = components['schemas']['InsightsOrder'];

/** A page of the list, as the API returns it. */
export interface Page {
  readonly items: readonly OrderRow[];
  readonly nextCursor?: string | undefined;
}

/** A list of orders that the page refreshes repeatedly while a person reads it. */
export interface LiveList {
  /** The rows that are shown, newest first. */
  readonly rows: readonly OrderRow[];
  /** New orders that are not shown yet, because they would move the shown rows while the person reads them. */
  readonly waiting: readonly OrderRow[];
  /** Orders that are shown, but do not match the filter any more. */
  readonly gone: ReadonlySet<string>;
  readonly nextCursor: string | undefined;
}

export const emptyList: LiveList = { rows: [], waiting: [], gone: new Set(), nextCursor: undefined };

const positionOf = ({ placedAt, lastEventAt, orderId }: OrderRow): string =>
  `${placedAt ?? lastEventAt} ${orderId}`;

const newestFirst = (a: OrderRow, b: OrderRow): number => {
  const [first, second] = [positionOf(a), positionOf(b)];
  return first < second ? 1 : first > second ? -1 : 0;
};

/** Adds the waiting orders to the shown rows, and removes the rows that do not match the filter any more. */
export const settle = ({ rows, waiting, gone, nextCursor }: LiveList): LiveList => ({
  rows: [...waiting, ...rows].filter((row) => !gone.has(row.orderId)).toSorted(newestFirst),
  waiting: [],
  gone: new Set(),
  nextCursor,
});

/** The list after its first page was read for the first time. */
export const firstPage = ({ items, nextCursor }: Page): LiveList =>
  settle({ ...emptyList, rows: items, nextCursor });

/** Adds a page of older orders at the end. */
export const withOlder = (list: LiveList, { items, nextCursor }: Page): LiveList => {
  const known = new Set([...list.rows, ...list.waiting].map(({ orderId }) => orderId));
  const older = items.filter(({ orderId }) => !known.has(orderId));
  return { ...list, rows: [...list.rows, ...older], nextCursor };
};

/**
 * Updates the list with a new response for its first page, without moving a row. Known rows are replaced in place, and
 * new orders wait. Rows that are missing in the page are marked as gone, except rows that are older than the page.
 */
export const withNews = (list: LiveList, page: Page): LiveList => {
  const read = new Map(page.items.map((row) => [row.orderId, row]));
  const shown = new Set(list.rows.map(({ orderId }) => orderId));
  const oldest = page.nextCursor === undefined ? '' : page.items.map(positionOf).toSorted()[0];
  const isCovered = (row: OrderRow) => oldest !== undefined && positionOf(row) >= oldest;
  return {
    rows: list.rows.map((row) => read.get(row.orderId) ?? row),
    waiting: page.items.filter(({ orderId }) => !shown.has(orderId)),
    gone: new Set(
      list.rows.filter((row) => !read.has(row.orderId) && isCovered(row)).map((row) => row.orderId),
    ),
    // The next page continues after the last page that was loaded, so the cursor stays.
    nextCursor: list.nextCursor,
  };
};
