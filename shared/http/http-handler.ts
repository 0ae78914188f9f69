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
import type { Route, Step } from './route.ts';

/**
 * Allows up to 64 characters, which covers UUIDs, ULIDs and the 55 characters of a `traceparent` (W3C Trace Context,
 * section 3.2). Every event and item that follows stores the id, so a longer one would cost at every step.
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
    logger.info('Request answered', { status: (response as HttpResponse).status });
  };
  return { after: log, onError: log };
};

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
    // A function that runs out of time must count as an error. middy's early time-out would answer 503 instead.
    middy<APIGatewayProxyEvent, APIGatewayProxyResult>({ timeoutEarlyInMillis: 0 })
      .use(nearTimeout())
      .use(httpHeaderNormalizer())
      .use(proxyResult())
      .use(correlation())
      .use(requestLog())
      .use(problemDetails())
      .use(authentication(route, options.authenticate))
      .use(contract(route))
      // The types differ because `contract` replaced the event by an `HttpRequest`, and `proxyResult` converts the
      // response to API Gateway's format.
      .handler(handle as unknown as (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult>),
  );

/** The Lambda handler of a route, as `httpHandler` builds it. */
type RouteHandler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

/**
 * Builds the Lambda handler of a function that serves several routes. API Gateway says which route a request is for.
 * @param handlers the handler of each route, by the route's path
 */
export const handlerByPath =
  (handlers: Readonly<Record<string, RouteHandler>>): RouteHandler =>
  (event, context) => {
    const handler = handlers[event.resource];
    if (handler === undefined) throw new Error(`This function does not serve ${event.resource}`);
    return handler(event, context);
  };
