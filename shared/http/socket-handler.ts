import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { logger, nearTimeout } from '../observability/telemetry.ts';
import { withDeadline } from '../outbound.ts';

/** The parts of API Gateway's event that the handler reads (developer guide, "WebSocket API mapping template reference"). */
export interface SocketEvent {
  readonly requestContext: {
    readonly routeKey?: string;
    readonly connectionId?: string;
    readonly requestId?: string;
  };
  /** Only a request to connect has a query. */
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | null;
  readonly body?: string;
}

/** The response to API Gateway. It refuses a connection unless the status is 200. */
export interface SocketResponse {
  readonly statusCode: number;
}

/** What a WebSocket API does at each route. */
export interface SocketRoutes {
  /** @returns false to refuse the connection with 401 */
  readonly connect: (
    connectionId: string,
    query: Readonly<Record<string, string | undefined>>,
  ) => Promise<boolean>;
  readonly message: (connectionId: string, body: string | undefined) => Promise<void>;
  readonly disconnect: (connectionId: string) => Promise<void>;
}

/**
 * Builds the Lambda handler of the routes `$connect`, `$disconnect` and `$default`. No line of the log has the query,
 * because it may contain a secret. If a route fails, API Gateway tells the client so.
 */
export const socketHandler = ({ connect, message, disconnect }: SocketRoutes) => {
  const answer = async ({
    requestContext: { routeKey, connectionId },
    queryStringParameters,
    body,
  }: SocketEvent): Promise<number> => {
    if (connectionId === undefined) throw new Error('The event names no connection');
    if (routeKey === '$connect') {
      return (await connect(connectionId, queryStringParameters ?? {})) ? 200 : 401;
    }
    await (routeKey === '$disconnect' ? disconnect(connectionId) : message(connectionId, body));
    return 200;
  };

  const shell = middy<SocketEvent, SocketResponse>({ timeoutEarlyInMillis: 0 }).use(nearTimeout());
  return withDeadline<SocketEvent, SocketResponse>((event, context: Context) =>
    shell.handler(async (request) => {
      const { routeKey, requestId } = request.requestContext;
      logger.resetKeys();
      logger.appendKeys({ correlationId: requestId, route: routeKey });
      try {
        const statusCode = await answer(request);
        logger.info('Request answered', { status: statusCode });
        return { statusCode };
      } catch (error) {
        logger.error('Request failed unexpectedly', { error: error as Error });
        return { statusCode: 500 };
      }
    })(event, context),
  );
};
