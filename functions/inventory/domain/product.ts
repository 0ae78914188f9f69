import { accept, type AggregateStore, type Decision } from '../../../shared/kernel/aggregate.ts';
import type { Page, PageRequest } from '../../../shared/kernel/page.ts';

/**
 * How long a browser or a cache may show its copy of the catalogue without asking again, in seconds. Placing an order
 * never relies on such a copy: the orders service has its own price list, and reserving checks the stock.
 */
export const CATALOGUE_SECONDS = 5;

/** What an administrator enters for a product. */
export interface ProductDetails {
  readonly name: string;
  readonly description?: string | undefined;
  readonly imageUrl?: string | undefined;
  /** Minor units, at least 1. */
  readonly unitAmount: number;
  readonly currency: string;
  /** Whether the product is listed and can be ordered. */
  readonly active: boolean;
}

/** A product's entry in the catalogue. The stock is a separate item, because it changes far more often. */
export interface Product {
  readonly productId: string;
  readonly name: string;
  readonly description?: string;
  readonly imageUrl?: string;
  readonly unitAmount: number;
  readonly currency: string;
  readonly active: boolean;
  /**
   * 1 for a new product, and one more after each change. A service that has a copy of the product ignores an event
   * whose revision is not higher than that of the copy.
   */
  readonly revision: number;
}

/** A product was added or its entry changed. `product` is the new entry. */
export interface ProductChanged {
  readonly type: 'ProductChanged';
  readonly product: Product;
}

/** A product as the API returns it. */
export interface ProductView extends Omit<Product, 'revision'> {
  /** Units that can be ordered now. */
  readonly available: number;
}

const productOf = (productId: string, details: ProductDetails, revision: number): Product => ({
  productId,
  name: details.name,
  ...(details.description === undefined ? {} : { description: details.description }),
  ...(details.imageUrl === undefined ? {} : { imageUrl: details.imageUrl }),
  unitAmount: details.unitAmount,
  currency: details.currency,
  active: details.active,
  revision,
});

const isSame = (one: Product, other: Product): boolean =>
  one.name === other.name &&
  one.description === other.description &&
  one.imageUrl === other.imageUrl &&
  one.unitAmount === other.unitAmount &&
  one.currency === other.currency &&
  one.active === other.active;

/** Adds a product to the catalogue. */
export const addProduct = (productId: string, details: ProductDetails): ProductChanged => ({
  type: 'ProductChanged',
  product: productOf(productId, details, 1),
});

/** Changes an entry to `details`. Does nothing if the entry has these details already. */
export const reviseProduct =
  (details: ProductDetails) =>
  (product: Product): Decision<ProductChanged, never> => {
    const next = productOf(product.productId, details, product.revision + 1);
    return isSame(product, next) ? accept() : accept({ type: 'ProductChanged', product: next });
  };

/** The catalogue entry after an event. */
export const evolveProduct = (_product: Product, event: ProductChanged): Product => event.product;

/** Builds the view of a product that the API returns. */
export const viewOf = ({ revision: _revision, ...product }: Product, available: number): ProductView => ({
  ...product,
  available,
});

/** Stores the catalogue. Each operation is one storage call, but a batch read may need more. */
export interface ProductStore extends AggregateStore<Product> {
  /** The sorted ids of active products, eventually consistent. */
  activeIds(page: PageRequest): Promise<Page<string>>;
  /** The sorted ids of inactive products, eventually consistent. */
  inactiveIds(page: PageRequest): Promise<Page<string>>;
  /** Reads up to 100 entries, eventually consistent, in the sequence of `productIds`. Unknown ids are left out. */
  loadMany(productIds: readonly string[]): Promise<readonly Product[]>;
}
