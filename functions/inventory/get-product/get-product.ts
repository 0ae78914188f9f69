import { AppError } from '../../../shared/errors.ts';
import type { ProductStore } from '../domain/product-store.ts';
import { viewOf, type ProductView } from '../domain/product.ts';
import type { StockStore } from '../domain/stock-store.ts';

/** What the use case needs. */
export interface GetProductDependencies {
  readonly products: ProductStore;
  readonly stock: StockStore;
}

/** Answers one product. */
export type GetProduct = (productId: string) => Promise<ProductView>;

/**
 * One product and how much of it there is; also an inactive one, for old links and orders lead to it. Read strongly
 * consistent, so that an admin sees what was just changed.
 * @throws AppError 404 when there is no such product.
 */
export const getProduct =
  ({ products, stock }: GetProductDependencies): GetProduct =>
  async (productId) => {
    const [product, { available }] = await Promise.all([products.load(productId), stock.level(productId)]);
    if (product === undefined)
      throw new AppError('not-found', 'product.not-found', 'There is no such product');
    return viewOf(product.state, available);
  };
