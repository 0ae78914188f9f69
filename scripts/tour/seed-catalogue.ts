import { bodyOf, type OrderlyClient } from '../../client/index.ts';
import { catalogue, currency, type CatalogueEntry } from '../catalogue.ts';
import { inParallel } from '../console/in-parallel.ts';

/** Number of parallel requests. The emulator runs a function for each on this machine, so more would not be faster. */
const parallel = 4;

/** The pages service has a picture of each product (web/public/pictures). */
const pictureOf = (apiUrl: string, productId: string): string => `${apiUrl}/app/pictures/${productId}.svg`;

const seed = async (
  admin: OrderlyClient,
  apiUrl: string,
  { productId, stock, ...product }: CatalogueEntry,
) => {
  const path = { productId };
  await bodyOf(
    admin.PUT('/products/{productId}', {
      params: { path },
      body: { ...product, imageUrl: pictureOf(apiUrl, productId), currency, active: true },
    }),
  );
  // The idempotency key is the same at every start, so the opening stock is added only once.
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
 * @param apiUrl where browsers reach the API, which also serves the pictures
 * @throws ApiError if the API refuses
 */
export const seedCatalogue = async (admin: OrderlyClient, apiUrl: string): Promise<void> => {
  await inParallel(catalogue.length, parallel, (n) => seed(admin, apiUrl, catalogue[n] as CatalogueEntry));
};
