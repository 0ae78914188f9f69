import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { logger, nearTimeout } from '../observability/telemetry.ts';
import { withDeadline } from '../outbound.ts';

/**
 * The parts of API Gateway's event that the handler reads (developer guide, "WebSocket API mapping template
 * reference").
 */
export interface SocketEvent {
  readonly requestContext: {
    readonly eventType?: 'CONNECT' | 'MESSAGE' | 'DISCONNECT';
    readonly connectionId?: string;
    readonly requestId?: string;
  };
  readonly body?: string;
}

/** The response to API Gateway. */
export interface SocketResponse {
  readonly statusCode: number;
}

/** What a WebSocket API does when a client sends a message, and when a connection has ended. */
export interface SocketRoutes {
  readonly message: (connectionId: string, body: string | undefined) => Promise<void>;
  readonly disconnect: (connectionId: string) => Promise<void>;
}

/**
 * Builds the Lambda handler of the routes `$default` and `$disconnect`. No log line contains the body of a message,
 * because it may contain a token.
 */
export const socketHandler = ({ message, disconnect }: SocketRoutes) => {
  const answer = async ({ requestContext, body }: SocketEvent): Promise<void> => {
    const { eventType, connectionId } = requestContext;
    if (connectionId === undefined) throw new Error('The event names no connection');
    if (eventType === 'MESSAGE') await message(connectionId, body);
    if (eventType === 'DISCONNECT') await disconnect(connectionId);
    // On AWS, no function is called when a connection opens. Some emulators call the route `$default` for this, and
    // such a call does nothing here.
  };

  const shell = middy<SocketEvent, SocketResponse>({ timeoutEarlyInMillis: 0 }).use(nearTimeout());
  return withDeadline<SocketEvent, SocketResponse>((event, context: Context) =>
    shell.handler(async (request) => {
      const { eventType, requestId } = request.requestContext;
      logger.resetKeys();
      logger.appendKeys({ correlationId: requestId, eventType });
      try {
        await answer(request);
        logger.info('Request answered', { status: 200 });
        return { statusCode: 200 };
      } catch (error) {
        logger.error('Request failed unexpectedly', { error: error as Error });
        return { statusCode: 500 };
      }
    })(event, context),
  );
};
