import * as z from 'zod/mini';
import { readEnv, text } from '../../../shared/config/env.ts';
import { CustomerId, OrderId } from '../../../shared/events/fields.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { listenerHandler } from '../../../shared/messaging/listener-handler.ts';
import { logger } from '../../../shared/observability/telemetry.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoLiveStore } from '../adapters/dynamo-live-store.ts';
import { gatewayConnections } from '../adapters/gateway-sender.ts';
import { pushChange } from '../push-change.ts';

const env = readEnv({ TABLE_NAME: text, CONNECTIONS_URL: text });

const push = pushChange({
  store: dynamoLiveStore(documentClient, env.TABLE_NAME),
  send: gatewayConnections(env.CONNECTIONS_URL).send,
  now: systemClock,
  failed: (error) => logger.warn('A push failed; the page polls instead', { error: error as Error }),
});

/**
 * The only fields of an event's data that the live service reads. The service ignores all other fields of the data, so
 * it also pushes events of newer versions.
 */
const Data = z.object({ orderId: OrderId, customerId: CustomerId });

export const handler = listenerHandler(Data, ({ type, time, data }) => push({ type, time, ...data }));
