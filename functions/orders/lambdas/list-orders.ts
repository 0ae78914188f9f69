import { readEnv, text } from '../../../shared/config/env.ts';
import { cachedSecret } from '../../../shared/config/secret.ts';
import { hmacCursors, readPage } from '../../../shared/http/page.ts';
import { tokensOrSignatures } from '../../../shared/http/authentication.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { signingPartners } from '../../../shared/persistence/versioned-items.ts';
import { dynamoOrderStore } from '../adapters/dynamo-order-store.ts';
import * as api from '../api.ts';
import { listOrders } from '../list-orders.ts';

const env = readEnv({ TABLE_NAME: text, PARTNERS_TABLE_NAME: text, CURSOR_SECRET_ARN: text });
const list = listOrders({ orders: dynamoOrderStore(documentClient, env.TABLE_NAME) });
const cursors = hmacCursors(cachedSecret(env.CURSOR_SECRET_ARN));
const authenticate = tokensOrSignatures(signingPartners(documentClient, env.PARTNERS_TABLE_NAME));

export const handler = httpHandler(
  api.listOrders,
  async ({ caller, query: { status, ...page } }) =>
    ok(
      await readPage(cursors, `orders:${caller.id}:${status ?? ''}`, page, (request) =>
        list(caller.id, request, status),
      ),
    ),
  { authenticate },
);
