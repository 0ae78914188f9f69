import { readEnv, text } from '../../../shared/config/env.ts';
import { cachedSecret } from '../../../shared/config/secret.ts';
import { handlerByRoute, httpHandler } from '../../../shared/http/http-handler.ts';
import { hmacCursors, readPage } from '../../../shared/http/page.ts';
import { ok } from '../../../shared/http/responses.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoRowStore } from '../adapters/dynamo-row-store.ts';
import * as api from '../api.ts';
import { getDay } from '../get-day.ts';
import { getOrder } from '../get-order.ts';
import { listOrders } from '../list-orders.ts';

const env = readEnv({ TABLE_NAME: text, CURSOR_SECRET_ARN: text });
const rows = dynamoRowStore(documentClient, env.TABLE_NAME);
const cursors = hmacCursors(cachedSecret(env.CURSOR_SECRET_ARN));
const [list, order, day] = [listOrders({ rows }), getOrder({ rows }), getDay({ rows })];

const showList = httpHandler(api.listAllOrders, async ({ caller, query: { limit, cursor, ...filter } }) => {
  const { status, day: ofDay, customerId, text: searched, currency, amountFrom, amountTo } = filter;
  const total = [currency, amountFrom, amountTo];
  const binding = `insights:${JSON.stringify([caller.id, status, ofDay, customerId, searched, ...total])}`;
  return ok(
    await readPage(cursors, binding, { limit, cursor }, (request) => list({ ...filter, ...request })),
  );
});

const showOrder = httpHandler(api.getOrderTimeline, async ({ path }) => ok(await order(path.orderId)));

const showDay = httpHandler(api.getDayFigures, async ({ path }) => ok(await day(path.day)));

// One function serves all routes, because all of them only read the same table, and because a CloudFormation stack can
// have only a limited number of resources.
export const handler = handlerByRoute(
  [api.listAllOrders, showList],
  [api.getOrderTimeline, showOrder],
  [api.getDayFigures, showDay],
);
