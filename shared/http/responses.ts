import type { APIGatewayProxyResult } from 'aws-lambda';
import type { Step } from './route.ts';

/** What a handler answers. */
export interface HttpResponse {
  readonly status: number;
  /** Sent as JSON, or as it is when the header `content-type` says text. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** 200 with a body. */
export const ok = (body: unknown): HttpResponse => ({ status: 200, body });
/** 201: it did not exist before. */
export const created = (body: unknown): HttpResponse => ({ status: 201, body });
/** 202: the work goes on. `location` is where to follow it. */
export const accepted = (body: unknown, location?: string): HttpResponse => ({
  status: 202,
  body,
  ...(location === undefined ? {} : { headers: { location } }),
});

/** Step: turns an answer into API Gateway's form, with the headers that all answers have. */
export const proxyResult = (): Step => {
  const convert: NonNullable<Step['after']> = (request) => {
    const { status, body, headers } = request.response as HttpResponse;
    const isText = headers?.['content-type']?.startsWith('text/') === true;
    request.response = {
      statusCode: status,
      headers: {
        'content-type': 'application/json',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'x-correlation-id': request.internal.correlationId,
        ...headers,
      },
      body: isText ? String(body) : JSON.stringify(body),
    } satisfies APIGatewayProxyResult;
  };
  return { after: convert, onError: convert };
};
