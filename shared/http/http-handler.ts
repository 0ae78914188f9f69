import middy from '@middy/core';
import httpHeaderNormalizer from '@middy/http-header-normalizer';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type * as z from 'zod/mini';
import type { Authenticate } from '../kernel/caller.ts';
import { nearTimeout } from '../observability/telemetry.ts';
import { withDeadline } from '../outbound.ts';
import { authentication } from './authentication.ts';
import { contract, type HttpRequest } from './contract.ts';
import { correlation, requestLog } from './request-log.ts';
import { problemDetails } from './problem-details.ts';
import { proxyResult, type HttpResponse } from './responses.ts';
import type { Route } from './route.ts';

/**
 * Builds the Lambda handler of a route. A request passes the steps below from top to bottom, and its response passes
 * them from bottom to top. Any error becomes a problem details response, including an outbound call that did not end in
 * time.
 * @param handle calls the use case and builds the response. Its request matches the route's schemas.
 * @param options.authenticate authenticates the caller of a route with `auth: 'secret-key'`.
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
  options: { readonly authenticate?: Authenticate } = {},
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
