import type { Item } from '../../../shared/persistence/versioned-items.ts';
import type { StockMovement } from '../domain/stock.ts';

const STOCK = 'stock#';

/** A product's entry in the catalogue. */
export const productKey = (productId: string): string => `product#${productId}`;
/** A product's stock. It is separate from the entry, because every order writes it. */
export const stockKey = (productId: string): string => `${STOCK}${productId}`;
/** An order's reservation. */
export const reservationKey = (orderId: string): string => `reservation#${orderId}`;
/** A stock adjustment. */
export const adjustmentKey = (adjustmentId: string): string => `adjustment#${adjustmentId}`;
/** What a batch is about to do. */
export const intentKey = (batch: string): string => `intent#${batch}`;

/** The open batches of a stock item. DynamoDB removes an empty set, so the attribute may be absent. */
export const openOf = (item: Item | undefined): readonly string[] => [
  ...((item?.['open'] as ReadonlySet<string> | undefined) ?? []),
];

/**
 * Reads a stream record of the inventory table as a movement of stock.
 * @returns `undefined` for another item or a deletion. A new stock item had no units before.
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
