import { accept, type Decision } from '../../../shared/kernel/decision.ts';

/** What an admin says about a product. */
export interface ProductDetails {
  readonly name: string;
  readonly description?: string | undefined;
  readonly imageUrl?: string | undefined;
  /** Minor units, 1 at the least: nothing is free. */
  readonly unitAmount: number;
  readonly currency: string;
  /** Whether it can be ordered, and is listed. */
  readonly active: boolean;
}

/** An entry of the catalogue. How much of it there is stands in its stock item, which changes far more often. */
export interface Product {
  readonly productId: string;
  readonly name: string;
  readonly description?: string;
  readonly imageUrl?: string;
  readonly unitAmount: number;
  readonly currency: string;
  readonly active: boolean;
  /** Counts the changes from 1: whoever keeps a copy takes the highest. */
  readonly revision: number;
}

/** What happens to a product; it carries the entry as it now is. */
export interface ProductChanged {
  readonly type: 'ProductChanged';
  readonly product: Product;
}

/** A product as the API answers it. */
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

/** A product enters the catalogue. */
export const addProduct = (productId: string, details: ProductDetails): ProductChanged => ({
  type: 'ProductChanged',
  product: productOf(productId, details, 1),
});

/** The entry becomes what `details` say; where it is that already, nothing changes. */
export const reviseProduct =
  (details: ProductDetails) =>
  (product: Product): Decision<ProductChanged, never> => {
    const next = productOf(product.productId, details, product.revision + 1);
    return isSame(product, next) ? accept() : accept({ type: 'ProductChanged', product: next });
  };

/** The entry after an event. */
export const evolveProduct = (_product: Product, event: ProductChanged): Product => event.product;

/** What the API answers of a product. */
export const viewOf = ({ revision: _revision, ...product }: Product, available: number): ProductView => ({
  ...product,
  available,
});
