import { readEnv, text } from '../../../shared/config/env.ts';
import { cachedSecret } from '../../../shared/config/secret.ts';
import { handlerByRoute, httpHandler } from '../../../shared/http/http-handler.ts';
import { hmacCursors } from '../../../shared/http/page.ts';
import { created, ok } from '../../../shared/http/responses.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { jitteredPause } from '../../../shared/kernel/contention.ts';
import { idFromKey } from '../../../shared/kernel/ids.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoProductStore } from '../adapters/dynamo-product-store.ts';
import { dynamoStockBooks } from '../adapters/dynamo-stock-books.ts';
import { dynamoStockStore } from '../adapters/dynamo-stock-store.ts';
import { adjustStock } from '../adjust-stock.ts';
import * as api from '../api.ts';
import { checkStock } from '../check-stock.ts';
import type { CheckProgress } from '../domain/stock-check.ts';
import { putProduct } from '../put-product.ts';

const env = readEnv({ TABLE_NAME: text, CURSOR_SECRET_ARN: text });
const stores = {
  products: dynamoProductStore(documentClient, env.TABLE_NAME),
  stock: dynamoStockStore(documentClient, env.TABLE_NAME),
  now: systemClock,
};
const put = putProduct(stores);
const adjust = adjustStock({ ...stores, pause: jitteredPause });
const check = checkStock({ ...stores, books: dynamoStockBooks(documentClient, env.TABLE_NAME) });
const cursors = hmacCursors(cachedSecret(env.CURSOR_SECRET_ARN));

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

// The cursor contains the sums of the earlier pages. It is signed, so that nobody can change these sums.
const checkOne = httpHandler(api.checkStock, async ({ path: { productId }, query: { cursor } }) => {
  const binding = `stock-check:${productId}`;
  const progress =
    cursor === undefined ? undefined : (JSON.parse(await cursors.open(cursor, binding)) as CheckProgress);
  const { check: checked, next } = await check(productId, progress);
  return ok({
    ...checked,
    ...(next === undefined ? {} : { nextCursor: await cursors.seal(JSON.stringify(next), binding) }),
  });
});

// One function serves all these routes, because only administrators call them, and because a CloudFormation stack can
// have only a limited number of resources.
export const handler = handlerByRoute(
  [api.putProduct, putOne],
  [api.adjustStock, adjustOne],
  [api.checkStock, checkOne],
);
