import { AppError } from '../../shared/errors.ts';
import { viewOf, type ProductStore, type ProductView } from './domain/product.ts';
import type { StockStore } from './domain/stock.ts';

/** The ports of the use case. */
export interface GetProductDependencies {
  readonly products: ProductStore;
  readonly stock: StockStore;
}

/**
 * Shows a product and its stock. Inactive products are shown too, because old links and orders lead to them. Reads are
 * strongly consistent.
 * @throws AppError 404 if there is no such product.
 */
export const getProduct =
  ({ products, stock }: GetProductDependencies) =>
  async (productId: string): Promise<ProductView> => {
    const [product, { available }] = await Promise.all([products.load(productId), stock.level(productId)]);
    if (product === undefined)
      throw new AppError('not-found', 'product.not-found', 'There is no such product');
    return viewOf(product.state, available);
  };
