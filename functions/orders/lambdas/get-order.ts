import { readEnv, text } from '../../../shared/config/env.ts';
import { tokensOrSignatures } from '../../../shared/http/authentication.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { signingPartners } from '../../../shared/persistence/versioned-items.ts';
import { dynamoOrderStore } from '../adapters/dynamo-order-store.ts';
import * as api from '../api.ts';
import { getOrder } from '../get-order.ts';

const env = readEnv({ TABLE_NAME: text, PARTNERS_TABLE_NAME: text });
const get = getOrder({ orders: dynamoOrderStore(documentClient, env.TABLE_NAME) });
const authenticate = tokensOrSignatures(signingPartners(documentClient, env.PARTNERS_TABLE_NAME));

export const handler = httpHandler(
  api.getOrder,
  async ({ caller, path }) => ok(await get(caller, path.orderId)),
  { authenticate },
);
