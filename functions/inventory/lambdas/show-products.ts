import { readEnv, text } from '../../../shared/config/env.ts';
import { cachedSecret } from '../../../shared/config/secret.ts';
import { hmacCursors, readPage } from '../../../shared/http/page.ts';
import { handlerByRoute, httpHandler } from '../../../shared/http/http-handler.ts';
import { cacheable } from '../../../shared/http/responses.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoProductStore } from '../adapters/dynamo-product-store.ts';
import { dynamoStockStore } from '../adapters/dynamo-stock-store.ts';
import * as api from '../api.ts';
import { CATALOGUE_SECONDS } from '../domain/product.ts';
import { getProduct } from '../get-product.ts';
import { listProducts } from '../list-products.ts';

const env = readEnv({ TABLE_NAME: text, CURSOR_SECRET_ARN: text });
const stores = {
  products: dynamoProductStore(documentClient, env.TABLE_NAME),
  stock: dynamoStockStore(documentClient, env.TABLE_NAME),
};
const [list, get] = [listProducts(stores), getProduct(stores)];
const cursors = hmacCursors(cachedSecret(env.CURSOR_SECRET_ARN));

// All callers see the same list, so a caller can use a cursor that another caller got.
const showList = httpHandler(api.listProducts, async ({ query }) =>
  cacheable(await readPage(cursors, 'products', query, list), CATALOGUE_SECONDS),
);

const showProduct = httpHandler(api.getProduct, async ({ path }) =>
  cacheable(await get(path.productId), CATALOGUE_SECONDS),
);

/** Serves the catalogue: the list, and one product. */
export const handler = handlerByRoute([api.listProducts, showList], [api.getProduct, showProduct]);
