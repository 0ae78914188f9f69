import { readEnv, text } from '../../../shared/config/env.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { inboxHandler } from '../../../shared/messaging/inbox-handler.ts';
import { logger } from '../../../shared/observability/telemetry.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { dynamoLiveStore } from '../adapters/dynamo-live-store.ts';
import { gatewayConnections } from '../adapters/gateway-sender.ts';
import { reactions } from '../reactions.ts';

const env = readEnv({ TABLE_NAME: text, CONNECTIONS_URL: text });

export const handler = inboxHandler(
  'live-inbox',
  reactions({
    store: dynamoLiveStore(documentClient, env.TABLE_NAME),
    send: gatewayConnections(env.CONNECTIONS_URL).send,
    now: systemClock,
    failed: (error) => logger.warn('A push failed; the page polls instead', { error: error as Error }),
  }),
);
