import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import { whileContended, type Pause } from '../../../shared/kernel/contention.ts';
import type { ProductStore } from '../domain/product-store.ts';
import { viewOf, type ProductView } from '../domain/product.ts';
import type { StockStore } from '../domain/stock-store.ts';
import { isSameAdjustment, type StockAdjustment } from '../domain/stock.ts';

/** What the use case needs. */
export interface AdjustStockDependencies {
  readonly products: ProductStore;
  readonly stock: StockStore;
  readonly now: Clock;
  readonly pause: Pause;
}

/** A request to adjust; `adjustmentId` is made of its idempotency key. */
export type AdjustStockCommand = Omit<StockAdjustment, 'at'>;

/** Adjusts a product's stock once and answers the product. */
export type AdjustStock = (command: AdjustStockCommand) => Promise<ProductView>;

/**
 * Adjusts the stock of a product:
 * 1. the product must be in the catalogue;
 * 2. adjustment and stock change in one transaction; an adjustment that was made before changes nothing;
 * 3. the answer is the product as it now is. It is not kept with the adjustment: that would tie the transaction to the
 *    level that was read, and restocking would lose every race against a rush of orders.
 * @throws AppError 404 for an unknown product, 409 `stock.insufficient` below zero, 422 for a key that was used with
 *   another body, `unavailable` while other writers hold the stock.
 */
export const adjustStock =
  ({ products, stock, now, pause }: AdjustStockDependencies): AdjustStock =>
  async (command) => {
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
