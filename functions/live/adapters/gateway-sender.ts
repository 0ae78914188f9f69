import {
  ApiGatewayManagementApiClient,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { reachableApiUrl } from '../../../shared/config/env.ts';
import { awsClient } from '../../../shared/outbound.ts';
import type { Send } from '../domain/sender.ts';

/** A push may take this long, in milliseconds. It is short, because a page that hears nothing polls. */
const PUSH_MS = 2_000;

/**
 * Sends messages through the WebSocket API.
 * @param url the address of the API for its connections: `https://<api id>.execute-api.<region>.amazonaws.com/<stage>`
 */
export const gatewaySender = (url: string): Send => {
  const client = awsClient(
    ApiGatewayManagementApiClient,
    { endpoint: reachableApiUrl(url) },
    { attemptMs: PUSH_MS, callMs: 2 * PUSH_MS },
  );
  return async (connectionId, message) => {
    try {
      await client.send(
        new PostToConnectionCommand({ ConnectionId: connectionId, Data: JSON.stringify(message) }),
      );
      return 'sent';
    } catch (error) {
      if (error instanceof GoneException) return 'gone';
      throw error;
    }
  };
};
