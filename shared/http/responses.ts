import type { APIGatewayProxyResult } from 'aws-lambda';
import type { Step } from './route.ts';

/** The response of a route's handler. */
export interface HttpResponse {
  readonly status: number;
  /** Sent as JSON. If the header `content-type` begins with `text/`, it is sent unchanged. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** 200 with a body. */
export const ok = (body: unknown): HttpResponse => ({ status: 200, body });
/** 200 with a body that is the same for all callers, so browsers and caches may keep it for a few seconds. */
export const cacheable = (body: unknown, seconds: number): HttpResponse => ({
  status: 200,
  body,
  headers: { 'cache-control': `public, max-age=${seconds}` },
});
/** 201 with a body, for something that did not exist before. */
export const created = (body: unknown): HttpResponse => ({ status: 201, body });
/**
 * 202 with a body, for work that continues after the response. `location` is the path where the client can follow it.
 */
export const accepted = (body: unknown, location?: string): HttpResponse => ({
  status: 202,
  body,
  ...(location === undefined ? {} : { headers: { location } }),
});

/**
 * A step of the HTTP pipeline: converts a response to API Gateway's format, and adds the headers that all responses
 * have.
 */
export const proxyResult = (): Step => {
  const convert: NonNullable<Step['after']> = (request) => {
    const { status, body, headers } = request.response as HttpResponse;
    const isPublic = headers?.['cache-control']?.startsWith('public') === true;
    const isText = headers?.['content-type']?.startsWith('text/') === true;
    request.response = {
      statusCode: status,
      headers: {
        'content-type': 'application/json',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        // A cache would give one caller's correlation id to all callers.
        ...(isPublic ? {} : { 'x-correlation-id': request.internal.correlationId }),
        ...headers,
      },
      body: isText ? String(body) : JSON.stringify(body),
    } satisfies APIGatewayProxyResult;
  };
  return { after: convert, onError: convert };
};
