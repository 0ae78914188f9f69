import { CANARY_PRODUCT } from '../../shared/kernel/caller.ts';
import type { Page, PageRequest } from '../../shared/kernel/page.ts';
import { viewOf, type ProductStore, type ProductView } from './domain/product.ts';
import type { StockStore } from './domain/stock.ts';

/** The ports of the use case. */
export interface ListProductsDependencies {
  readonly products: ProductStore;
  readonly stock: StockStore;
}

/**
 * Lists the active products, sorted by id.
 *
 * The index contains only keys, so neither a price change nor an order writes to it. The products and their stock are
 * read by key. The index may still list a product that has just become inactive. This product is left out, so a page
 * can be short although more pages follow. The product of the canary, a scheduled test (functions/ops/run-canary.ts),
 * is left out, too.
 */
export const listProducts =
  ({ products, stock }: ListProductsDependencies) =>
  async (page: PageRequest): Promise<Page<ProductView>> => {
    const { items: ids, next } = await products.activeIds(page);
    if (ids.length === 0) return { items: [], ...(next === undefined ? {} : { next }) };
    const [entries, levels] = await Promise.all([products.loadMany(ids), stock.levels(ids)]);
    return {
      items: entries
        .filter(({ active, productId }) => active && productId !== CANARY_PRODUCT)
        .map((product) => viewOf(product, levels.get(product.productId)?.available ?? 0)),
      ...(next === undefined ? {} : { next }),
    };
  };
