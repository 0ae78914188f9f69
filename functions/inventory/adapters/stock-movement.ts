import type { StockMovement } from '../domain/stock.ts';
import { productOfStockKey } from './keys.ts';

type Image = Readonly<Record<string, unknown>>;

/**
 * Reads a stream record of the inventory table as a movement of stock.
 * @returns `undefined` when it is another item's, or a deletion. A stock item that is new had no units before.
 */
export const stockMovementOf = ({
  before,
  after,
}: {
  readonly before: Image | undefined;
  readonly after: Image | undefined;
}): StockMovement | undefined => {
  const productId = productOfStockKey(after?.['pk']);
  if (after === undefined || productId === undefined) return undefined;
  return {
    productId,
    before: Number(before?.['available'] ?? 0),
    after: Number(after['available']),
    version: Number(after['version']),
  };
};
