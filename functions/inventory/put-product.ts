import { AppError } from '../../shared/errors.ts';
import { aggregate } from '../../shared/kernel/aggregate.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import type { Trace } from '../../shared/kernel/messages.ts';
import {
  addProduct,
  evolveProduct,
  reviseProduct,
  viewOf,
  type Product,
  type ProductDetails,
  type ProductStore,
  type ProductView,
} from './domain/product.ts';
import type { StockStore } from './domain/stock.ts';
import { publishProduct } from './publications.ts';

/** The ports of the use case. */
export interface PutProductDependencies {
  readonly products: ProductStore;
  readonly stock: StockStore;
  readonly now: Clock;
}

/**
 * Adds or revises a product:
 * 1. if the product has an entry, change the entry to the sent details, with the next revision. An identical entry
 *    stays unchanged;
 * 2. if the product has no entry, add it;
 * 3. if another request adds the entry first, revise that entry.
 * @returns the product; `added` is true if it did not exist before.
 * @throws AppError `unavailable` if another request changed the entry first at each of several tries.
 */
export const putProduct = ({ products, stock, now }: PutProductDependencies) => {
  const entries = aggregate({
    noun: 'product',
    store: products,
    evolve: evolveProduct,
    publish: publishProduct,
    now,
  });
  const answer = async (product: Product, added: boolean) => {
    const { available } = await stock.level(product.productId);
    return { added, product: viewOf(product, available) };
  };

  return async (
    productId: string,
    details: ProductDetails,
    trace: Trace,
  ): Promise<{ readonly added: boolean; readonly product: ProductView }> => {
    const revised = await entries.change(productId, trace, reviseProduct(details));
    if (revised.outcome === 'accepted') return answer(revised.state, false);

    const event = addProduct(productId, details);
    if ((await entries.create(event.product, trace, [event])) === 'inserted')
      return answer(event.product, true);

    const late = await entries.change(productId, trace, reviseProduct(details));
    if (late.outcome === 'accepted') return answer(late.state, false);
    throw new AppError('unavailable', 'product.vanished', 'Please try again');
  };
};
