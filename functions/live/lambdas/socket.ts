import { readEnv, text } from '../../../shared/config/env.ts';
import { bearerTokens } from '../../../shared/http/authentication.ts';
import { socketHandler } from '../../../shared/http/socket-handler.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { parseClientMessage } from '../adapters/client-messages.ts';
import { dynamoLiveStore } from '../adapters/dynamo-live-store.ts';
import { gatewayConnections } from '../adapters/gateway-sender.ts';
import { hearMessage } from '../hear-message.ts';

const env = readEnv({ TABLE_NAME: text, CONNECTIONS_URL: text });
const store = dynamoLiveStore(documentClient, env.TABLE_NAME);
const verify = bearerTokens();
const hear = hearMessage({
  authenticate: (token) => verify(`Bearer ${token}`),
  store,
  ...gatewayConnections(env.CONNECTIONS_URL),
  now: systemClock,
});

export const handler = socketHandler({
  message: (connectionId, body) => hear(connectionId, parseClientMessage(body)),
  disconnect: (connectionId) => store.removeConnection(connectionId),
});
