import type { Page, PageRequest } from '../../shared/kernel/page.ts';
import { fits, type RowFilter, type RowStore } from './domain/row-store.ts';
import { rowViewOf, type RowView } from './domain/row-view.ts';

/** Which orders a list shows. */
export interface OrderQuery extends Omit<RowFilter, 'correlationId'>, PageRequest {
  /** An order id, or the correlation id of the request that placed the order. */
  readonly text?: string | undefined;
}

/** Lists orders of all customers, newest first. A page may be short although more pages follow. */
export const listOrders =
  ({ rows }: { readonly rows: Pick<RowStore, 'load' | 'list'> }) =>
  async ({ text, ...query }: OrderQuery): Promise<Page<RowView>> => {
    const found = text === undefined ? undefined : await rows.load(text.toLowerCase());
    if (found !== undefined) {
      return { items: fits(found.state, query) ? [rowViewOf(found.state)] : [] };
    }
    const page = await rows.list(text === undefined ? query : { ...query, correlationId: text });
    return { ...page, items: page.items.map(rowViewOf) };
  };
