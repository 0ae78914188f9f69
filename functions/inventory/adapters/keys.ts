/** A product's entry in the catalogue. */
export const productKey = (productId: string): string => `product#${productId}`;
/** A product's stock, apart from its entry. */
export const stockKey = (productId: string): string => `${STOCK}${productId}`;
/** An order's row. */
export const reservationKey = (orderId: string): string => `reservation#${orderId}`;
/** A stock adjustment. */
export const adjustmentKey = (adjustmentId: string): string => `adjustment#${adjustmentId}`;

/** What a batch is about to do. */
export const manifestKey = (batch: string): string => `manifest#${batch}`;

const STOCK = 'stock#';

/** Whose stock item a key names; `undefined` for any other item. */
export const productOfStockKey = (key: unknown): string | undefined =>
  typeof key === 'string' && key.startsWith(STOCK) ? key.slice(STOCK.length) : undefined;
