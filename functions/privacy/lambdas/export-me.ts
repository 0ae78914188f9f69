import { readEnv, text } from '../../../shared/config/env.ts';
import { cachedSecret } from '../../../shared/config/secret.ts';
import { hmacCursors, readPage } from '../../../shared/http/page.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { hashOf } from '../../../shared/kernel/ids.ts';
import { logger } from '../../../shared/observability/telemetry.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoStoredItems } from '../adapters/dynamo-stored-items.ts';
import * as api from '../api.ts';
import { exportCustomer } from '../export-customer.ts';

const env = readEnv({
  ORDERS_TABLE_NAME: text,
  PAYMENTS_TABLE_NAME: text,
  FULFILMENT_TABLE_NAME: text,
  NOTIFICATIONS_TABLE_NAME: text,
  CURSOR_SECRET_ARN: text,
});
const cursors = hmacCursors(cachedSecret(env.CURSOR_SECRET_ARN));
const exportOf = exportCustomer({
  items: dynamoStoredItems(documentClient, {
    orders: env.ORDERS_TABLE_NAME,
    payments: env.PAYMENTS_TABLE_NAME,
    fulfilment: env.FULFILMENT_TABLE_NAME,
    notifications: env.NOTIFICATIONS_TABLE_NAME,
  }),
  now: systemClock,
});

export const handler = httpHandler(api.exportMe, async ({ caller, query }) => {
  const page = await readPage(cursors, `export:${caller.id}`, query, (request) =>
    exportOf(caller.id, request),
  );
  logger.info('The customer requested an export', { customerHash: hashOf(caller.id) });
  return ok(page);
});
