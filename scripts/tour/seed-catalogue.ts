import { bodyOf, type OrderlyClient } from '../../client/index.ts';
import { catalogue, currency, type CatalogueEntry } from '../catalogue.ts';

/** Number of parallel requests. Each one runs a function on this machine, so more would not be faster. */
const parallel = 4;

const seed = async (admin: OrderlyClient, { productId, stock, ...product }: CatalogueEntry) => {
  const path = { productId };
  await bodyOf(
    admin.PUT('/products/{productId}', {
      params: { path },
      body: { ...product, currency, active: true },
    }),
  );
  // The key is the same at every start, so the opening stock is added only once.
  const header = { 'Idempotency-Key': `opening-stock-${productId}` };
  await bodyOf(
    admin.POST('/products/{productId}/stock', {
      params: { path, header },
      body: { change: stock, reason: 'opening stock' },
    }),
  );
};

/**
 * Creates the products and their opening stock through the API. Idempotent.
 *
 * @param admin a client with an admin's token
 * @throws ApiError if the API refuses
 */
export const seedCatalogue = async (admin: OrderlyClient): Promise<void> => {
  const waiting = [...catalogue];
  const work = async () => {
    for (let entry = waiting.shift(); entry; entry = waiting.shift()) await seed(admin, entry);
  };
  await Promise.all(Array.from({ length: parallel }, work));
};
