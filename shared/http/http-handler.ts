import { createHash } from 'node:crypto';
import middy from '@middy/core';
import httpHeaderNormalizer from '@middy/http-header-normalizer';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type * as z from 'zod/mini';
import { systemIds } from '../kernel/ids.ts';
import { logger, nearTimeout } from '../observability/telemetry.ts';
import { withDeadline } from '../outbound.ts';
import { authentication, type AuthenticateRequest } from './authentication.ts';
import { contract, type HttpRequest } from './contract.ts';
import { type HttpResponse, problemDetails, proxyResult } from './responses.ts';
import { EXPOSED_HEADERS, type Route, type Step } from './route.ts';

/**
 * Allows up to 64 characters, which covers UUIDs, ULIDs and the 55 characters of a `traceparent` (W3C Trace Context,
 * section 3.2). Every event that the request leads to contains the id, so a longer id would make the events larger.
 */
const CORRELATION_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;

/**
 * A step of the HTTP pipeline: sets the correlation id and adds it to every log line. It uses the caller's
 * `X-Correlation-Id` if that is well formed, or else creates an id.
 */
export const correlation = (): Step => ({
  before: ({ event, internal }) => {
    const given = event.headers?.['x-correlation-id'];
    const correlationId = given !== undefined && CORRELATION_ID.test(given) ? given : systemIds();
    internal.correlationId = correlationId;
    logger.resetKeys();
    logger.appendKeys({ correlationId, method: event.httpMethod, route: event.resource });
  },
});

/** A step of the HTTP pipeline: writes one log line for each request, with the response's status. */
export const requestLog = (): Step => {
  const log: NonNullable<Step['after']> = ({ response }) => {
    logger.info('Request answered', { status: (response as APIGatewayProxyResult).statusCode });
  };
  return { after: log, onError: log };
};

/** The origins whose pages may call the API from a browser: the words in `ALLOWED_ORIGINS`. By default none. */
export const allowedOrigins = (): readonly string[] =>
  (process.env['ALLOWED_ORIGINS'] ?? '').split(' ').filter((origin) => origin !== '');

/**
 * A step of the HTTP pipeline: lets pages of allowed origins read responses (Fetch standard, "CORS protocol"). It never
 * allows credentials, because the API uses no cookies.
 */
export const crossOrigin = (): Step => {
  const origins = allowedOrigins();
  const allow: NonNullable<Step['after']> = ({ event, response }) => {
    if (origins.length === 0) return;
    const { headers } = response as { headers: Record<string, string> };
    // `Vary` is set even if the headers below are not. Otherwise, a cache could give a response that lacks these
    // headers to a page of an allowed origin.
    headers['vary'] = 'Origin';
    const origin = event.headers?.['origin'];
    if (origin === undefined || !origins.includes(origin)) return;
    headers['access-control-allow-origin'] = origin;
    headers['access-control-expose-headers'] = EXPOSED_HEADERS;
  };
  return { after: allow, onError: allow };
};

/**
 * A step of the HTTP pipeline: answers HEAD like GET, without the body. It sets `Content-Length` to the value for GET
 * (RFC 9110, section 8.6). Otherwise, API Gateway would send 0.
 */
export const headRequests = (): Step => {
  const leaveOutBody: NonNullable<Step['after']> = ({ internal, response }) => {
    if (!internal.isHead) return;
    const result = response as APIGatewayProxyResult;
    if (result.body === '') return;
    result.headers = { ...result.headers, 'content-length': String(Buffer.byteLength(result.body)) };
    result.body = '';
  };
  return {
    before: ({ event, internal }) => {
      internal.isHead = event.httpMethod === 'HEAD';
    },
    after: leaveOutBody,
    onError: leaveOutBody,
  };
};

/**
 * A step of the HTTP pipeline: adds an entity tag to a 200 response to GET or HEAD, and responds with 304 if the client
 * already has the same content (RFC 9110, sections 8.8.3 and 13.1.2). The tag is a hash of the body, so it is strong,
 * and differs between callers who get different bodies.
 */
export const entityTags = (): Step => ({
  before: ({ event, internal }) => {
    const isRead = event.httpMethod === 'GET' || event.httpMethod === 'HEAD';
    const lines = event.multiValueHeaders?.['if-none-match'] ?? [event.headers?.['if-none-match'] ?? ''];
    internal.knownTags = isRead ? lines.join(',') : undefined;
  },
  after: (request) => {
    const { knownTags } = request.internal;
    const { statusCode, headers, body } = request.response as APIGatewayProxyResult;
    if (knownTags === undefined || statusCode !== 200) return;
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, TAG_LENGTH)}"`;
    const { 'content-type': _contentType, ...others } = headers ?? {};
    request.response = names(knownTags, etag)
      ? { statusCode: 304, headers: { ...others, etag }, body: '' }
      : { statusCode, headers: { ...headers, etag }, body };
  },
});

/** The length of a tag: 22 characters of base64url, which are 132 bits of the hash. */
const TAG_LENGTH = 22;

/** True if `If-None-Match` contains the tag or `*`. The comparison is weak: a prefix `W/` is ignored. */
const names = (knownTags: string, etag: string): boolean =>
  knownTags.trim() === '*' || knownTags.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);

/**
 * Builds the Lambda handler of a route. A request passes the steps below from top to bottom, and its response passes
 * them from bottom to top. Any error becomes a problem details response, including an outbound call that did not end in
 * time.
 * @param handle calls the use case and builds the response. Its request matches the route's schemas.
 * @param options.authenticate authenticates the caller of a route with `auth: 'secret-key'` or `signed: true`.
 */
export const httpHandler = <
  Path extends z.core.$ZodType,
  Query extends z.core.$ZodType,
  Body extends z.core.$ZodType,
>(
  route: Route<Path, Query, Body>,
  handle: (
    request: HttpRequest<z.output<Path>, z.output<Query>, z.output<Body>>,
  ) => Promise<HttpResponse> | HttpResponse,
  options: { readonly authenticate?: AuthenticateRequest } = {},
) =>
  withDeadline(
    // A function that runs out of time must count as an error. middy's early time-out would answer 503 instead, so it
    // is switched off.
    middy<APIGatewayProxyEvent, APIGatewayProxyResult>({ timeoutEarlyInMillis: 0 })
      .use(nearTimeout())
      .use(httpHeaderNormalizer())
      .use(correlation())
      .use(requestLog())
      .use(crossOrigin())
      .use(headRequests())
      .use(entityTags())
      .use(proxyResult())
      .use(problemDetails())
      .use(authentication(route, options.authenticate))
      .use(contract(route))
      // The types differ because `contract` replaced the event by an `HttpRequest`, and `proxyResult` converts the
      // response to API Gateway's format.
      .handler(handle as unknown as (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult>),
  );

/** The Lambda handler of a route, as `httpHandler` builds it. */
export type RouteHandler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

/**
 * Builds the Lambda handler of a function that serves several routes. API Gateway's event names the route of a request.
 * @param served each route with its handler. A route for GET also serves HEAD. A route for ANY serves all other
 * requests.
 * @throws Error for a request of another route.
 */
export const handlerByRoute = (
  ...served: readonly (readonly [Pick<Route, 'method' | 'path'>, RouteHandler])[]
): RouteHandler => {
  const handlers = new Map(served.map(([{ method, path }, handler]) => [`${method} ${path}`, handler]));
  const [, other] = served.find(([{ method }]) => method === 'ANY') ?? [];
  return (event, context) => {
    const method = event.httpMethod === 'HEAD' ? 'GET' : event.httpMethod;
    const handler = handlers.get(`${method} ${event.resource}`) ?? other;
    if (handler === undefined) throw new Error(`This function does not serve ${method} ${event.resource}`);
    return handler(event, context);
  };
};
