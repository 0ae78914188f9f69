import { readEnv, text } from '../../../shared/config/env.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { idFromKey } from '../../../shared/kernel/ids.ts';
import { ok } from '../../../shared/http/responses.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoProductStore } from '../adapters/dynamo-product-store.ts';
import { dynamoStockStore } from '../adapters/dynamo-stock-store.ts';
import { jitteredPause } from '../../../shared/kernel/contention.ts';
import { adjustStock } from '../adjust-stock.ts';
import * as api from '../api.ts';

const env = readEnv({ TABLE_NAME: text });
const adjust = adjustStock({
  products: dynamoProductStore(documentClient, env.TABLE_NAME),
  stock: dynamoStockStore(documentClient, env.TABLE_NAME),
  now: systemClock,
  pause: jitteredPause,
});

export const handler = httpHandler(api.adjustStock, async ({ caller, path, body, idempotencyKey = '' }) =>
  ok(
    await adjust({
      adjustmentId: idFromKey(['stock-adjustment', path.productId], idempotencyKey),
      productId: path.productId,
      ...body,
      by: caller.id,
    }),
  ),
);
