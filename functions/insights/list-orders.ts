import type { Page, PageRequest } from '../../shared/kernel/page.ts';
import type { OrderRow } from './domain/order-row.ts';
import { fits, type RowFilter, type RowStore } from './domain/row-store.ts';
import { rowViewOf, type RowView } from './domain/row-view.ts';
import { shortCodeIn } from './domain/short-code.ts';

/** Which orders a list shows. */
export interface OrderQuery extends Omit<RowFilter, 'correlationId' | 'code'>, PageRequest {
  /** An order's id, its last eight characters, its pickup code, or the correlation id of the request that placed it. */
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
    const shown = (page: Page<OrderRow>): Page<RowView> => ({ ...page, items: page.items.map(rowViewOf) });
    if (text === undefined) return shown(await rows.list(query));
    const caused = await rows.list({ ...query, correlationId: text });
    const code = shortCodeIn(text);
    // A correlation id can be any text, even one that looks like a code. So the text counts as a code only if the
    // search by correlation id finds nothing.
    if (code === undefined || caused.items.length > 0 || caused.next !== undefined) return shown(caused);
    return shown(await rows.list({ ...query, code }));
  };
