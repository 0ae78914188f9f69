import { readEnv, text } from '../../../shared/config/env.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoProductStore } from '../adapters/dynamo-product-store.ts';
import { dynamoStockStore } from '../adapters/dynamo-stock-store.ts';
import { productEnvelopes } from '../outbox.ts';
import { createHandler } from './handler.ts';
import { putProduct } from './put-product.ts';

const env = readEnv({ TABLE_NAME: text });

export const handler = createHandler(
  putProduct({
    products: dynamoProductStore(documentClient, env.TABLE_NAME),
    stock: dynamoStockStore(documentClient, env.TABLE_NAME),
    toEnvelopes: productEnvelopes,
    now: systemClock,
  }),
);
