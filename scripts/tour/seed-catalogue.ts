import { catalogue, currency, type CatalogueEntry } from '../catalogue.ts';
import type { ApiClient } from './api-client.ts';

/** Few at a time: each request waits for a function, and a laptop runs all of them at once. */
const parallel = 4;

const seed = async (admin: ApiClient, { productId, stock, ...product }: CatalogueEntry) => {
  await admin.put(`/products/${productId}`, { ...product, currency, active: true });
  // The same key at every start, so that the shelf is filled once however often this runs.
  const key = { 'idempotency-key': `opening-stock-${productId}` };
  await admin.post(`/products/${productId}/stock`, { change: stock, reason: 'opening stock' }, key);
};

/**
 * Puts the catalogue into the shop through its API. Repeating it changes nothing.
 *
 * @param admin a client with an admin's token
 * @throws Problem when the API refuses
 */
export const seedCatalogue = async (admin: ApiClient): Promise<void> => {
  const waiting = [...catalogue];
  const work = async () => {
    for (let entry = waiting.shift(); entry; entry = waiting.shift()) await seed(admin, entry);
  };
  await Promise.all(Array.from({ length: parallel }, work));
};
