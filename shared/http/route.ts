import type * as z from 'zod/mini';
import type { Caller, Role } from '../kernel/caller.ts';
import type middy from '@middy/core';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';

/** `ANY` matches every method that has no route of its own. */
export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'ANY';

/**
 * Who may call a route: anyone; the bearer of a token with a role; or the bearer of an API's own secret key, which the
 * handler checks with its `authenticate` option.
 */
export type RouteAuth = 'public' | Role | 'secret-key';

/** One route of the HTTP API: the single source for the handler, the infrastructure and the tests. */
export interface Route<
  Path extends z.core.$ZodType = z.core.$ZodType,
  Query extends z.core.$ZodType = z.core.$ZodType,
  Body extends z.core.$ZodType = z.core.$ZodType,
> {
  readonly method: HttpMethod;
  /** With parameters in braces, e.g. `/orders/{orderId}`. */
  readonly path: string;
  readonly auth: RouteAuth;
  readonly summary: string;
  /** Parameters of the path. */
  readonly params?: Path;
  /** Without a schema, a request with any query parameter is refused. */
  readonly query?: Query;
  readonly body?: Body;
  /** `Idempotency-Key` is checked wherever it is sent. `required` refuses a request without one. */
  readonly idempotencyKey?: 'required' | 'optional';
  /** The body of each success answer, by status. A function, because only tests and documents need the schemas. */
  readonly answers: () => Readonly<Record<number, z.core.$ZodType>>;
}

/** Declares a route. It only adds types, so a bundler may drop the routes that a function does not use. */
export const route = <
  Path extends z.core.$ZodType = z.core.$ZodNever,
  Query extends z.core.$ZodType = z.core.$ZodNever,
  Body extends z.core.$ZodType = z.core.$ZodNever,
>(
  declared: Route<Path, Query, Body>,
): Route<Path, Query, Body> => declared;

/** What the steps of the pipeline know about a request (middy's `request.internal`). */
export interface RequestState extends Record<string, unknown> {
  correlationId: string;
  caller: Caller;
}

/** A named step of the HTTP pipeline: a middy middleware. */
// oxlint-disable-next-line typescript/no-explicit-any -- the answer changes its type on the way, as middy's own types allow
export type Step = middy.MiddlewareObj<APIGatewayProxyEvent, any, unknown, Context, RequestState>;
