import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { reachableApiUrl } from '../../../shared/config/env.ts';
import { awsClient } from '../../../shared/outbound.ts';
import type { Close, Send } from '../domain/sender.ts';

/**
 * The time limit of one attempt to push, in milliseconds. A push with all its attempts may take twice as long. The
 * limit is short, because pages also poll, so a lost push does little harm.
 */
const PUSH_MS = 2_000;

/**
 * Sends messages through the WebSocket API, and closes its connections.
 * @param url the address of the API for these calls: `https://<api id>.execute-api.<region>.amazonaws.com/<stage>`
 */
export const gatewayConnections = (url: string): { readonly send: Send; readonly close: Close } => {
  const client = awsClient(
    ApiGatewayManagementApiClient,
    { endpoint: reachableApiUrl(url) },
    { attemptMs: PUSH_MS, callMs: 2 * PUSH_MS },
  );
  return {
    send: async (ConnectionId, message) => {
      try {
        await client.send(new PostToConnectionCommand({ ConnectionId, Data: JSON.stringify(message) }));
        return 'sent';
      } catch (error) {
        if (error instanceof GoneException) return 'gone';
        throw error;
      }
    },
    close: async (ConnectionId) => {
      try {
        await client.send(new DeleteConnectionCommand({ ConnectionId }));
      } catch (error) {
        if (!(error instanceof GoneException)) throw error;
      }
    },
  };
};
