import { readEnv, text } from '../../../shared/config/env.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoRowStore } from '../adapters/dynamo-row-store.ts';
import * as api from '../api.ts';
import { getOrder } from '../get-order.ts';

const env = readEnv({ TABLE_NAME: text });
const get = getOrder({ rows: dynamoRowStore(documentClient, env.TABLE_NAME) });

export const handler = httpHandler(api.getOrder, async ({ path }) => ok(await get(path.orderId)));
