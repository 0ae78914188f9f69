import middy from '@middy/core';
import httpHeaderNormalizer from '@middy/http-header-normalizer';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type * as z from 'zod/mini';
import type { Authenticate } from '../kernel/caller.ts';
import { authentication } from './authentication.ts';
import { contract, type HttpRequest } from './contract.ts';
import { correlation, requestLog } from './request-log.ts';
import { problemDetails } from './problem-details.ts';
import { proxyResult, type HttpResponse } from './responses.ts';
import type { Route } from './route.ts';

/**
 * The Lambda handler of a route. Every request passes these steps, from top to bottom; its answer passes them from
 * bottom to top. Whatever a step or `handle` throws is answered as problem details.
 * @param handle calls the use case and chooses the answer. It gets a request that fulfils the route's contract.
 * @param options.authenticate how a route with `auth: 'secret-key'` recognises its caller.
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
  middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
    .use(httpHeaderNormalizer())
    .use(proxyResult())
    .use(correlation())
    .use(requestLog())
    .use(problemDetails())
    .use(authentication(route, options.authenticate))
    .use(contract(route))
    // `contract` replaced the event by a checked request; `proxyResult` turns the answer into API Gateway's form.
    .handler(handle as unknown as (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult>);
