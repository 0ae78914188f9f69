import { AppError } from '../../shared/errors.ts';
import type { ProductStore } from './domain/product.ts';
import {
  resultOf,
  type CheckProgress,
  type CheckResult,
  type HeldUnits,
  type StockBooks,
} from './domain/stock-check.ts';
import type { Reservation } from './domain/reservation.ts';
import type { StockLevel } from './domain/stock.ts';
import { stockBalances } from './group-commit/conservation.ts';

/** The ports of the use case. */
export interface CheckStockDependencies {
  readonly products: Pick<ProductStore, 'load'>;
  readonly books: StockBooks;
}

/** The stock of a product, and the units that the product's reservations hold, counted in the records read so far. */
export interface StockCheck extends StockLevel, HeldUnits {
  readonly productId: string;
  /** How many batches were open when the page was read. Some of their units may be in no reservation. */
  readonly openBatches: number;
  readonly recordsRead: number;
  readonly result: CheckResult;
}

/** Adds to `held` the units of a product that these reservations hold. */
const withHeld = (productId: string, held: HeldUnits, reservations: readonly Reservation[]): HeldUnits => {
  const more = stockBalances(new Map(), reservations).get(productId);
  return {
    reserved: held.reserved + (more?.reserved ?? 0),
    sold: held.sold + (more?.committed ?? 0),
  };
};

/**
 * Compares the stock record of a product with the units of this product that reservations hold. Each call reads one
 * page of records. `npm run audit` makes the same comparison for all products. The check reads the whole table, because
 * no index lists the reservations of a product. Such an index would cost an additional write for each order.
 * @param progress what the check has found on earlier pages; undefined for the first page
 * @throws AppError 404 if there is no such product.
 */
export const checkStock =
  ({ products, books }: CheckStockDependencies) =>
  async (
    productId: string,
    progress?: CheckProgress,
  ): Promise<{ readonly check: StockCheck; readonly next?: CheckProgress }> => {
    if (progress === undefined && (await products.load(productId)) === undefined)
      throw new AppError('not-found', 'product.not-found', 'There is no such product');

    const before = await books.record(productId);
    const nothing = { reserved: 0, sold: 0, recordsRead: 0, version: before.version, after: undefined };
    const begun = progress ?? nothing;
    const page = await books.reservations(begun.after);
    const held = withHeld(productId, begun, page.items);
    const recordsRead = begun.recordsRead + page.recordsRead;
    // After the last page, the stock is read again, to see whether it changed during the check.
    const now = page.next === undefined ? await books.record(productId) : before;
    const { available, received, openBatches } = now;
    const result = page.next === undefined ? resultOf(now, held, begun.version) : 'UNFINISHED';
    return {
      check: { productId, received, available, openBatches, ...held, recordsRead, result },
      ...(page.next === undefined
        ? {}
        : { next: { ...held, recordsRead, after: page.next, version: begun.version } }),
    };
  };
