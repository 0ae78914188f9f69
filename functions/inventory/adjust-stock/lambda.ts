import { readEnv, text } from '../../../shared/config/env.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoProductStore } from '../adapters/dynamo-product-store.ts';
import { dynamoStockStore } from '../adapters/dynamo-stock-store.ts';
import { jitteredPause } from '../adapters/jittered-pause.ts';
import { adjustStock } from './adjust-stock.ts';
import { createHandler } from './handler.ts';

const env = readEnv({ TABLE_NAME: text });

export const handler = createHandler(
  adjustStock({
    products: dynamoProductStore(documentClient, env.TABLE_NAME),
    stock: dynamoStockStore(documentClient, env.TABLE_NAME),
    now: systemClock,
    pause: jitteredPause,
  }),
);
