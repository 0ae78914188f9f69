import { signal } from '@preact/signals';
import type { components } from '../../../client/index.ts';
import { publicApi, resultOf } from '../../common/calls.ts';
import type { Failure } from '../../common/failure.ts';

export type Product = components['schemas']['Product'];

/** The products for sale, as the page loaded them last. Undefined until the first response. */
export const products = signal<
  | {
      readonly items: readonly Product[];
      /** False if there are more products than the page loads. */
      readonly isComplete: boolean;
      readonly failure: Failure | undefined;
    }
  | undefined
>(undefined);

const MOST_PAGES = 20;

/** Loads the products for sale, at most 2,000. If a request fails, keeps the products that were loaded before. */
export const loadProducts = async (): Promise<void> => {
  const items: Product[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = { limit: 100, ...(cursor === undefined ? {} : { cursor }) };
    const result = await resultOf(publicApi.GET('/products', { params: { query }, cache: 'no-store' }));
    if (!result.ok) {
      const known = products.value ?? { items: [], isComplete: true };
      products.value = { ...known, failure: result.failure };
      return;
    }
    items.push(...result.value.items);
    cursor = result.value.nextCursor;
    if (cursor === undefined) break;
  }
  products.value = { items, isComplete: cursor === undefined, failure: undefined };
};

/**
 * Puts a product into the list, in the state that the API returned. If the product is not for sale, removes it from the
 * list.
 */
export const updateProduct = (product: Product): void => {
  const known = products.value;
  if (known === undefined) return;
  const others = known.items.filter(({ productId }) => productId !== product.productId);
  const items = product.active ? [...others, product] : others;
  products.value = { ...known, items: items.toSorted((a, b) => (a.productId < b.productId ? -1 : 1)) };
};

/** The name of a product, or its id if it is not in the list. */
export const nameOf = (productId: string): string =>
  products.value?.items.find((one) => one.productId === productId)?.name ?? productId;

/** The products whose name or id contains a text. */
export const matching = (items: readonly Product[], text: string): readonly Product[] => {
  const wanted = text.trim().toLowerCase();
  return items.filter(
    ({ name, productId }) => name.toLowerCase().includes(wanted) || productId.toLowerCase().includes(wanted),
  );
};
