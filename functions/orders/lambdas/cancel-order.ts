import { readEnv, text, wholeNumber } from '../../../shared/config/env.ts';
import { tokensOrSignatures } from '../../../shared/http/authentication.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { signingPartners } from '../../../shared/persistence/versioned-items.ts';
import { dynamoOrderStore } from '../adapters/dynamo-order-store.ts';
import { orderAggregate } from '../aggregate.ts';
import * as api from '../api.ts';
import { cancelOrder } from '../cancel-order.ts';

const env = readEnv({ TABLE_NAME: text, PARTNERS_TABLE_NAME: text, KEEP_DAYS: wholeNumber });
const cancel = cancelOrder({
  orders: orderAggregate(dynamoOrderStore(documentClient, env.TABLE_NAME), systemClock, env.KEEP_DAYS),
});
const authenticate = tokensOrSignatures(signingPartners(documentClient, env.PARTNERS_TABLE_NAME));

export const handler = httpHandler(
  api.cancelOrder,
  async ({ caller, path, body, trace }) => ok(await cancel(caller, path.orderId, body.reason, trace)),
  { authenticate },
);
