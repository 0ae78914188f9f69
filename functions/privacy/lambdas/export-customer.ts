import { readEnv, text } from '../../../shared/config/env.ts';
import { cachedSecret } from '../../../shared/config/secret.ts';
import { hmacCursors, readPage } from '../../../shared/http/page.ts';
import { handlerByRoute, httpHandler } from '../../../shared/http/http-handler.ts';
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
const read = exportCustomer({
  items: dynamoStoredItems(documentClient, {
    orders: env.ORDERS_TABLE_NAME,
    payments: env.PAYMENTS_TABLE_NAME,
    fulfilment: env.FULFILMENT_TABLE_NAME,
    notifications: env.NOTIFICATIONS_TABLE_NAME,
  }),
  now: systemClock,
});

const exportMe = httpHandler(api.exportMe, async ({ caller, query }) => {
  const page = await readPage(cursors, `export:${caller.id}`, query, (request) => read(caller.id, request));
  logger.info('The customer requested an export', { customerHash: hashOf(caller.id) });
  return ok(page);
});

const exportOf = httpHandler(api.exportCustomer, async ({ caller, path, query }) => {
  const { customerId } = path;
  const page = await readPage(cursors, `export:${customerId} by:${caller.id}`, query, (request) =>
    read(customerId, request),
  );
  logger.info('An administrator requested an export', {
    customerHash: hashOf(customerId),
    adminId: caller.id,
  });
  return ok(page);
});

export const handler = handlerByRoute([api.exportMe, exportMe], [api.exportCustomer, exportOf]);
