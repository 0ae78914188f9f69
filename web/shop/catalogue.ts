import { signal } from '@preact/signals';
import { publicApi, resultOf } from '../common/calls.ts';
import type { Failure } from '../common/failure.ts';
import type { Product } from './basket.ts';

/** The products for sale, as far as they are loaded. */
export interface Catalogue {
  readonly products: readonly Product[];
  readonly complete: boolean;
  readonly failure: Failure | undefined;
}

/** The catalogue. Undefined until the first response. */
export const catalogue = signal<Catalogue | undefined>(undefined);

/** The most pages of products that are loaded. In a larger shop, people would need a search on the server. */
const MAX_PAGES = 10;

/** Loads the catalogue, page by page, up to `MAX_PAGES`. The products that are shown stay until new ones replace them. */
export const loadCatalogue = async (): Promise<void> => {
  const products: Product[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const query = { limit: 100, ...(cursor === undefined ? {} : { cursor }) };
    const result = await resultOf(publicApi.GET('/products', { params: { query } }));
    if (!result.ok) {
      const known = catalogue.value?.products ?? [];
      catalogue.value = { products: known, complete: false, failure: result.failure };
      return;
    }
    products.push(...result.value.items);
    cursor = result.value.nextCursor;
    // The products that are loaded so far are shown at once, unless more products are shown already.
    if ((catalogue.value?.products.length ?? 0) <= products.length || cursor === undefined) {
      catalogue.value = { products: [...products], complete: cursor === undefined, failure: undefined };
    }
    if (cursor === undefined) return;
  }
};

/**
 * Loads the current state of products, by id. A product that does not exist is undefined. A product whose request failed
 * is left out, because nothing is known about it.
 */
export const freshProducts = async (
  ids: readonly string[],
): Promise<ReadonlyMap<string, Product | undefined>> => {
  const load = async (productId: string) => {
    const result = await resultOf(
      publicApi.GET('/products/{productId}', { params: { path: { productId } }, cache: 'no-store' }),
    );
    if (result.ok) return [[productId, result.value] as const];
    const isUnknown = result.failure.kind === 'refused' && result.failure.status === 404;
    return isUnknown ? [[productId, undefined] as const] : [];
  };
  return new Map((await Promise.all(ids.map(load))).flat());
};

const plain = (text: string): string => text.toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '');

/** The products whose name or description contains all words of a search, regardless of case and accents. */
export const matching = (products: readonly Product[], search: string): readonly Product[] => {
  const words = plain(search)
    .split(/\s+/)
    .filter((word) => word !== '');
  return products.filter(({ name, description = '' }) => {
    const text = plain(`${name} ${description}`);
    return words.every((word) => text.includes(word));
  });
};
