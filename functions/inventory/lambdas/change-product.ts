import { readEnv, text } from '../../../shared/config/env.ts';
import { handlerByRoute, httpHandler } from '../../../shared/http/http-handler.ts';
import { created, ok } from '../../../shared/http/responses.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { jitteredPause } from '../../../shared/kernel/contention.ts';
import { idFromKey } from '../../../shared/kernel/ids.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoProductStore } from '../adapters/dynamo-product-store.ts';
import { dynamoStockStore } from '../adapters/dynamo-stock-store.ts';
import { adjustStock } from '../adjust-stock.ts';
import * as api from '../api.ts';
import { putProduct } from '../put-product.ts';

const env = readEnv({ TABLE_NAME: text });
const stores = {
  products: dynamoProductStore(documentClient, env.TABLE_NAME),
  stock: dynamoStockStore(documentClient, env.TABLE_NAME),
  now: systemClock,
};
const put = putProduct(stores);
const adjust = adjustStock({ ...stores, pause: jitteredPause });

const putOne = httpHandler(api.putProduct, async ({ path, body, trace }) => {
  const { added, product } = await put(path.productId, body, trace);
  return added ? created(product) : ok(product);
});

const adjustOne = httpHandler(api.adjustStock, async ({ caller, path, body, idempotencyKey = '' }) =>
  ok(
    await adjust({
      adjustmentId: idFromKey(['stock-adjustment', path.productId], idempotencyKey),
      productId: path.productId,
      ...body,
      by: caller.id,
    }),
  ),
);

// One function serves both, because administrators alone call them, and a stack has a limit of resources.
export const handler = handlerByRoute([api.putProduct, putOne], [api.adjustStock, adjustOne]);
