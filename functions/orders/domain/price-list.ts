/** What orders knows of a product: its own projection of ProductChanged. `unitAmount` is minor units. */
export interface Price {
  readonly productId: string;
  readonly name: string;
  readonly unitAmount: number;
  readonly currency: string;
  readonly active: boolean;
  /** Counts the product's changes; the newest one counts, whenever it arrives. */
  readonly revision: number;
}

/** The prices orders are placed at. Each operation is one call to the storage. */
export interface PriceList {
  /** The prices of some products (100 at the most), by product id; unknown ones are missing. */
  find(productIds: readonly string[]): Promise<ReadonlyMap<string, Price>>;
  /** Notes a price, unless a newer revision of it is known. */
  record(price: Price): Promise<'recorded' | 'outdated'>;
}
