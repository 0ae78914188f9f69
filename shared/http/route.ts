import type { Caller, Role } from '../kernel/caller.ts';
import type middy from '@middy/core';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import * as z from 'zod/mini';

/** `ANY` matches every method that has no route of its own. */
export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'ANY';

/**
 * Who may call a route:
 * - `public`: anyone;
 * - a role: the bearer of a token with that role;
 * - `secret-key`: the bearer of the API's own secret key, which the option `authenticate` of `httpHandler` checks.
 */
export type RouteAuth = 'public' | Role | 'secret-key';

/** One route of the HTTP API. The handler, the infrastructure and the tests are all derived from it. */
export interface Route<
  Path extends z.core.$ZodType = z.core.$ZodType,
  Query extends z.core.$ZodType = z.core.$ZodType,
  Body extends z.core.$ZodType = z.core.$ZodType,
> {
  readonly method: HttpMethod;
  /** The path, with parameters in braces, e.g. `/orders/{orderId}`. */
  readonly path: string;
  readonly auth: RouteAuth;
  readonly summary: string;
  /** The schema of the path parameters. */
  readonly params?: Path;
  /** The schema of the query parameters. Without one, a request with any query parameter is refused. */
  readonly query?: Query;
  readonly body?: Body;
  /** Whether the route reads the header `Idempotency-Key`. With `required`, a request without the header is refused. */
  readonly idempotencyKey?: 'required' | 'optional';
  /**
   * Returns the schema of the body of each success response, by status. No Lambda function calls this, so none has to
   * load the schemas.
   */
  readonly answers: () => Readonly<Record<number, z.core.$ZodType>>;
}

/**
 * Declares a route. The function only adds types, so a bundler may remove the routes that a Lambda function does not
 * use.
 */
export const route = <
  Path extends z.core.$ZodType = z.core.$ZodNever,
  Query extends z.core.$ZodType = z.core.$ZodNever,
  Body extends z.core.$ZodType = z.core.$ZodNever,
>(
  declared: Route<Path, Query, Body>,
): Route<Path, Query, Body> => declared;

/** What the steps of the HTTP pipeline store about a request (middy's `request.internal`). */
export interface RequestState extends Record<string, unknown> {
  correlationId: string;
  caller: Caller;
}

/** A named step of the HTTP pipeline: a middy middleware. */
// oxlint-disable-next-line typescript/no-explicit-any -- the answer changes its type on the way, as middy's own types allow
export type Step = middy.MiddlewareObj<APIGatewayProxyEvent, any, unknown, Context, RequestState>;

/** An e-mail address. SMTP allows at most 254 characters (RFC 5321, section 4.5.3.1.3). */
export const EmailAddress = z.email('must be an e-mail address').check(z.maxLength(254));

/** A phone number in E.164 format (ITU-T): a plus sign and up to 15 digits. */
export const PhoneNumber = z
  .string()
  .check(z.regex(/^\+[1-9]\d{6,14}$/, 'must be an international number such as +4915112345678'));
