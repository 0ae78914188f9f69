import { readEnv, text } from '../../../shared/config/env.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { created, ok } from '../../../shared/http/responses.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoProductStore } from '../adapters/dynamo-product-store.ts';
import { dynamoStockStore } from '../adapters/dynamo-stock-store.ts';
import * as api from '../api.ts';
import { putProduct } from '../put-product.ts';

const env = readEnv({ TABLE_NAME: text });
const put = putProduct({
  products: dynamoProductStore(documentClient, env.TABLE_NAME),
  stock: dynamoStockStore(documentClient, env.TABLE_NAME),
  now: systemClock,
});

export const handler = httpHandler(api.putProduct, async ({ path, body, trace }) => {
  const { added, product } = await put(path.productId, body, trace);
  return added ? created(product) : ok(product);
});
