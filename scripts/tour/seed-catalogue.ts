import { catalogue, currency, type CatalogueEntry } from '../catalogue.ts';
import type { ApiClient } from './api-client.ts';

/** Number of parallel requests. Each one runs a function on this machine, so more would not be faster. */
const parallel = 4;

const seed = async (admin: ApiClient, { productId, stock, ...product }: CatalogueEntry) => {
  await admin.put(`/products/${productId}`, { ...product, currency, active: true });
  // The key is the same at every start, so the opening stock is added only once.
  const key = { 'idempotency-key': `opening-stock-${productId}` };
  await admin.post(`/products/${productId}/stock`, { change: stock, reason: 'opening stock' }, key);
};

/**
 * Creates the products and their opening stock through the API. Idempotent.
 *
 * @param admin a client with an admin's token
 * @throws Problem if the API refuses
 */
export const seedCatalogue = async (admin: ApiClient): Promise<void> => {
  const waiting = [...catalogue];
  const work = async () => {
    for (let entry = waiting.shift(); entry; entry = waiting.shift()) await seed(admin, entry);
  };
  await Promise.all(Array.from({ length: parallel }, work));
};
