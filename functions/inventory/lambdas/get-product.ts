import { readEnv, text } from '../../../shared/config/env.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { cacheable } from '../../../shared/http/responses.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoProductStore } from '../adapters/dynamo-product-store.ts';
import { dynamoStockStore } from '../adapters/dynamo-stock-store.ts';
import * as api from '../api.ts';
import { CATALOGUE_SECONDS } from '../domain/product.ts';
import { getProduct } from '../get-product.ts';

const env = readEnv({ TABLE_NAME: text });
const get = getProduct({
  products: dynamoProductStore(documentClient, env.TABLE_NAME),
  stock: dynamoStockStore(documentClient, env.TABLE_NAME),
});

export const handler = httpHandler(api.getProduct, async ({ path }) =>
  cacheable(await get(path.productId), CATALOGUE_SECONDS),
);
