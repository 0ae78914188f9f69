import { readEnv, text } from '../../../shared/config/env.ts';
import { cachedSecret } from '../../../shared/config/secret.ts';
import { hmacCursors } from '../../../shared/http/cursor.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoProductStore } from '../adapters/dynamo-product-store.ts';
import { dynamoStockStore } from '../adapters/dynamo-stock-store.ts';
import { createHandler } from './handler.ts';
import { listProducts } from './list-products.ts';

const env = readEnv({ TABLE_NAME: text, CURSOR_SECRET_ARN: text });

export const handler = createHandler(
  listProducts({
    products: dynamoProductStore(documentClient, env.TABLE_NAME),
    stock: dynamoStockStore(documentClient, env.TABLE_NAME),
  }),
  hmacCursors(cachedSecret(env.CURSOR_SECRET_ARN)),
);
