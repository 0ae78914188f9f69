import { dayViewOf, type DayView } from './domain/figures.ts';
import type { RowStore } from './domain/row-store.ts';

/** Shows the figures of the orders that were placed on a day in UTC, such as `2026-03-01`. */
export const getDay =
  ({ rows }: { readonly rows: Pick<RowStore, 'figuresOf'> }) =>
  async (day: string): Promise<DayView> =>
    dayViewOf(day, await rows.figuresOf(day));
