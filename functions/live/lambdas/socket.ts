import { readEnv, text } from '../../../shared/config/env.ts';
import { socketHandler } from '../../../shared/http/socket-handler.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { documentClient } from '../../../shared/persistence/document-client.ts';
import { parseClientMessage } from '../adapters/client-messages.ts';
import { dynamoLiveStore } from '../adapters/dynamo-live-store.ts';
import { gatewayConnections } from '../adapters/gateway-sender.ts';
import { connect } from '../connect.ts';
import { hearMessage } from '../hear-message.ts';

const env = readEnv({ TABLE_NAME: text, CONNECTIONS_URL: text });
const store = dynamoLiveStore(documentClient, env.TABLE_NAME);
const hear = hearMessage({ store, ...gatewayConnections(env.CONNECTIONS_URL), now: systemClock });
const open = connect({ store, now: systemClock });

export const handler = socketHandler({
  connect: (connectionId, { ticket }) => open(connectionId, ticket),
  message: (connectionId, body) => hear(connectionId, parseClientMessage(body)),
  disconnect: (connectionId) => store.removeConnection(connectionId),
});
