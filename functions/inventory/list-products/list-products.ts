import type { Page, PageRequest } from '../../../shared/kernel/page.ts';
import type { ProductStore } from '../domain/product-store.ts';
import { viewOf, type ProductView } from '../domain/product.ts';
import type { StockStore } from '../domain/stock-store.ts';

/** What the use case needs. */
export interface ListProductsDependencies {
  readonly products: ProductStore;
  readonly stock: StockStore;
}

/** Answers a page of the catalogue. */
export type ListProducts = (page: PageRequest) => Promise<Page<ProductView>>;

/**
 * The active products, by id.
 *
 * The index holds keys alone, so that neither a change of price nor an order writes to it; entries and stock are read by
 * key. An entry that became inactive a moment ago is left out, so a page may be short and still have a next one.
 */
export const listProducts =
  ({ products, stock }: ListProductsDependencies): ListProducts =>
  async (page) => {
    const { items: ids, next } = await products.activeIds(page);
    if (ids.length === 0) return { items: [], ...(next === undefined ? {} : { next }) };
    const [entries, levels] = await Promise.all([products.loadMany(ids), stock.levels(ids)]);
    return {
      items: entries
        .filter(({ active }) => active)
        .map((product) => viewOf(product, levels.get(product.productId)?.available ?? 0)),
      ...(next === undefined ? {} : { next }),
    };
  };
