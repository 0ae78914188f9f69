import { sumOf, type Figures } from '../../../functions/insights/domain/figures.ts';
import type { OrderRow } from '../../../functions/insights/domain/order-row.ts';
import {
  fits,
  MAX_ROWS_READ,
  sortKeyOf,
  type RowStore,
  type RowWrite,
} from '../../../functions/insights/domain/row-store.ts';
import type { SaveOutcome } from '../../../shared/kernel/aggregate.ts';
import type { ExpiresAt } from '../../../shared/kernel/clock.ts';
import { versionedMemory, type Copy, type MemoryRow } from './versioned-memory.ts';

export interface MemoryRowStore extends RowStore {
  readonly rows: ReadonlyMap<string, MemoryRow<OrderRow>>;
  readonly days: ReadonlyMap<string, Figures>;
  /** When the figures of each day expire. */
  readonly dayExpiries: ReadonlyMap<string, ExpiresAt>;
}

/** The in-memory counterpart of `dynamoRowStore`. Both pass the same contract test. */
export const memoryRowStore = (copy?: Copy): MemoryRowStore => {
  const items = versionedMemory<OrderRow>(({ orderId }) => orderId, undefined, copy);
  const days = new Map<string, Figures>();
  const dayExpiries = new Map<string, ExpiresAt>();

  const isCurrent = ({ row, version }: RowWrite): boolean =>
    (items.rows.get(row.orderId)?.version ?? 0) === version;

  const save = async (write: RowWrite): Promise<SaveOutcome> => {
    const { row, version, expiresAt } = write;
    if (!isCurrent(write)) return 'conflict';
    await (version === 0
      ? items.insert(row, undefined, expiresAt)
      : items.save(row, version, undefined, expiresAt));
    return 'saved';
  };

  return {
    rows: items.rows,
    days,
    dayExpiries,
    load: items.load,
    loadMany: async (orderIds) => {
      const found = await Promise.all(
        [...new Set(orderIds)].map(async (orderId) => [orderId, await items.load(orderId)] as const),
      );
      return new Map(found.flatMap(([orderId, row]) => (row === undefined ? [] : [[orderId, row]])));
    },
    save,
    saveCounted: async (writes, figures, expiryOf) => {
      if (!writes.every(isCurrent)) return 'conflict';
      for (const write of writes) void save(write);
      for (const [day, added] of figures) {
        days.set(day, sumOf([days.get(day) ?? {}, added]));
        dayExpiries.set(day, expiryOf(day));
      }
      return 'saved';
    },
    list: async ({ limit, after, ...filter }) => {
      const { day, customerId, correlationId } = filter;
      const listed = [...items.rows.values()]
        .map(({ state }) => state)
        .filter((row) => sortKeyOf(row) !== undefined && fits(row, { day, customerId, correlationId }))
        .filter((row) => after === undefined || (sortKeyOf(row) ?? '') < after)
        .toSorted((a, b) => ((sortKeyOf(a) ?? '') < (sortKeyOf(b) ?? '') ? 1 : -1));
      const looked = listed.slice(0, MAX_ROWS_READ);
      const found = looked.filter((row) => fits(row, filter));
      const page = found.slice(0, limit);
      const last = found.length > limit ? page.at(-1) : looked.at(-1);
      const hasMore = found.length > limit || listed.length > looked.length;
      const next = hasMore && last !== undefined ? sortKeyOf(last) : undefined;
      return { items: structuredClone(page), ...(next === undefined ? {} : { next }) };
    },
    figuresOf: async (day) => days.get(day) ?? {},
  };
};
