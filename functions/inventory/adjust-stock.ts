import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import { whileContended, type Pause } from '../../shared/kernel/contention.ts';
import { viewOf, type ProductStore, type ProductView } from './domain/product.ts';
import { isSameAdjustment, type StockAdjustment, type StockStore } from './domain/stock.ts';

/** The ports of the use case. */
export interface AdjustStockDependencies {
  readonly products: ProductStore;
  readonly stock: StockStore;
  readonly now: Clock;
  readonly pause: Pause;
}

/** A request to adjust the stock. `adjustmentId` is made from the request's idempotency key. */
export type AdjustStockCommand = Omit<StockAdjustment, 'at'>;

/**
 * Adjusts the stock of a product:
 * 1. check that the product is in the catalogue;
 * 2. record the adjustment and change the stock in one transaction. A repeated adjustment changes nothing;
 * 3. return the product with its present stock.
 *
 * The adjustment does not contain the resulting stock. Otherwise the transaction would depend on the stock that was
 * read before, and would fail whenever an order changed the stock between the read and the transaction.
 * @throws AppError
 *   - 404 for an unknown product;
 *   - 409 `stock.insufficient` if fewer units are available than should be removed;
 *   - 422 for an idempotency key that was used with another body;
 *   - `unavailable` while other transactions are changing the stock.
 */
export const adjustStock =
  ({ products, stock, now, pause }: AdjustStockDependencies) =>
  async (command: AdjustStockCommand): Promise<ProductView> => {
    const product = await products.load(command.productId);
    if (product === undefined)
      throw new AppError('not-found', 'product.not-found', 'There is no such product');

    const adjustment: StockAdjustment = { ...command, at: now() };
    const adjusted = await whileContended(pause, () => stock.adjust(adjustment));
    if (adjusted.outcome === 'insufficient') {
      throw new AppError(
        'conflict',
        'stock.insufficient',
        `Only ${adjusted.available} are available; the rest is reserved or sold`,
      );
    }
    if (adjusted.outcome === 'exists' && !isSameAdjustment(adjusted.adjustment, adjustment)) {
      throw new AppError(
        'unprocessable',
        'idempotency.key-reused',
        'This idempotency key was used for another adjustment; use a new key for a new one',
      );
    }
    const { available } = await stock.level(command.productId);
    return viewOf(product.state, available);
  };
