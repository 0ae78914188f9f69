import type { Item } from '../../../shared/persistence/versioned-items.ts';
import type { StockMovement } from '../domain/stock.ts';

const STOCK = 'stock#';

/** The key of a product's entry in the catalogue. */
export const productKey = (productId: string): string => `product#${productId}`;
/** The key of a product's stock. The stock is a separate item, because it changes far more often. */
export const stockKey = (productId: string): string => `${STOCK}${productId}`;
/** The key of an order's reservation. */
export const reservationKey = (orderId: string): string => `reservation#${orderId}`;
/** The key of a stock adjustment. */
export const adjustmentKey = (adjustmentId: string): string => `adjustment#${adjustmentId}`;
/** The key of a batch's intent. */
export const intentKey = (batch: string): string => `intent#${batch}`;

/** The ids of the open batches of a stock item. DynamoDB removes an empty set, so the attribute may be absent. */
export const openOf = (item: Item | undefined): readonly string[] => [
  ...((item?.['open'] as ReadonlySet<string> | undefined) ?? []),
];

/**
 * Reads a stream record of the inventory table as a movement of stock. If the record is about a new stock item,
 * `before` is 0.
 * @returns `undefined` if the record is about another kind of item, or about a deletion.
 */
export const stockMovementOf = ({
  before,
  after,
}: {
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}): StockMovement | undefined => {
  const key = after?.['pk'];
  if (after === undefined || typeof key !== 'string' || !key.startsWith(STOCK)) return undefined;
  return {
    productId: key.slice(STOCK.length),
    before: Number(before?.['available'] ?? 0),
    after: Number(after['available']),
    version: Number(after['version']),
  };
};
