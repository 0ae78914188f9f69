import type { APIGatewayProxyEvent, Context, DynamoDBStreamEvent, SQSEvent } from 'aws-lambda';
import { toWire } from './stored-items.ts';

/** A Lambda context with this many milliseconds left. */
export const lambdaContext = (remainingMs = 15_000): Context =>
  ({ getRemainingTimeInMillis: () => remainingMs, awsRequestId: 'request-1' }) as Context;

export interface QueuedMessage {
  readonly body: unknown;
  readonly receives?: number;
}

/** An SQS batch. Ids are `message-1`, `message-2` … in the given order. A body that is not a string becomes JSON. */
export const sqsEvent = (...messages: readonly QueuedMessage[]): SQSEvent =>
  ({
    Records: messages.map(({ body, receives = 1 }, index) => ({
      messageId: `message-${index + 1}`,
      body: typeof body === 'string' ? body : JSON.stringify(body),
      attributes: { ApproximateReceiveCount: String(receives) },
    })),
  }) as unknown as SQSEvent;

/** A write in a table's stream: the item before and after it. */
export interface StreamedWrite {
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
}

/** A batch of a table's stream. Sequence numbers are `record-1`, `record-2` … in the given order. */
export const streamEvent = (...writes: readonly StreamedWrite[]): DynamoDBStreamEvent =>
  ({
    Records: writes.map(({ before, after }, index) => ({
      dynamodb: {
        SequenceNumber: `record-${index + 1}`,
        ...(before === undefined ? {} : { OldImage: toWire(before) }),
        ...(after === undefined ? {} : { NewImage: toWire(after) }),
      },
    })),
  }) as unknown as DynamoDBStreamEvent;

export const apiEvent = (request: {
  readonly method: string;
  readonly resource: string;
  readonly path?: Readonly<Record<string, string>>;
  /** The part of the path before `resource`. Default: `/v1`, as in the address that API Gateway gives to an API. */
  readonly apiPath?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}): APIGatewayProxyEvent =>
  ({
    httpMethod: request.method,
    resource: request.resource,
    path: request.resource,
    pathParameters: request.path ?? null,
    queryStringParameters: request.query ?? null,
    headers: {
      ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...request.headers,
    },
    body:
      request.body === undefined || typeof request.body === 'string'
        ? (request.body ?? null)
        : JSON.stringify(request.body),
    isBase64Encoded: false,
    requestContext: { stage: 'v1', apiId: 'api', path: `${request.apiPath ?? '/v1'}${request.resource}` },
  }) as unknown as APIGatewayProxyEvent;
