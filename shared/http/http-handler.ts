import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod/mini';
import { AppError } from '../errors.ts';
import { hasRole, type Caller, type Role } from '../kernel/caller.ts';
import type { Cause } from '../kernel/cause.ts';
import { systemIds } from '../kernel/ids.ts';
import { logger } from '../observability/logger.ts';
import { bearerAuthentication, type Authenticate } from './auth.ts';
import { problemResponse, toRequestError } from './problem.ts';
import { headersOf, IdempotencyKey, jsonBodyOf, rawBodyOf, validate } from './request.ts';
import type { HttpResponse } from './responses.ts';

/** What a request must look like. A part without a schema is not handed over. */
export interface Contract<
  Path extends z.core.$ZodType = z.core.$ZodNever,
  Query extends z.core.$ZodType = z.core.$ZodNever,
  Body extends z.core.$ZodType = z.core.$ZodNever,
> {
  /** Who may call: everybody, the bearer of a token with this role, or whom a scheme of the API's own lets in. */
  readonly auth: 'public' | Role | Authenticate;
  readonly path?: Path;
  /** Without it a request with any query parameter is refused. */
  readonly query?: Query;
  readonly body?: Body;
  /** `Idempotency-Key` is checked wherever it is sent; `required` refuses a request without one. */
  readonly idempotencyKey?: 'required' | 'optional';
}

/** A request that fulfils its contract. */
export interface HttpRequest<PathData, QueryData, BodyData> {
  /** Who calls; for a public route nobody, with no id and no role. */
  readonly caller: Caller;
  readonly path: PathData;
  readonly query: QueryData;
  readonly body: BodyData;
  readonly idempotencyKey: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** The body to the byte, for signatures. */
  readonly rawBody: () => string;
  /** `https://host/stage`, as the caller addressed this API. */
  readonly baseUrl: () => string;
  readonly cause: Cause;
}

const NOBODY: Caller = { id: '', roles: [] };

/** For routes without a query schema: a parameter that nothing reads is a mistake of the caller's, as in bodies. */
const NoQuery = z.strictObject({});

/**
 * Up to 64 characters: UUIDs, ULIDs and the 55 of a `traceparent` (W3C Trace Context, section 3.2) fit. Each event and each
 * row that follows repeats it, so a longer one would be paid for at every step.
 */
const CORRELATION_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;

/** The caller's correlation id if it is well formed, or a fresh one. */
const correlationIdOf = (headers: Readonly<Record<string, string>>): string => {
  const given = headers['x-correlation-id'];
  return given !== undefined && CORRELATION_ID.test(given) ? given : systemIds();
};

const toResult = (response: HttpResponse, correlationId: string): APIGatewayProxyResult => {
  const isText = response.headers?.['content-type']?.startsWith('text/') === true;
  return {
    statusCode: response.status,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-correlation-id': correlationId,
      ...response.headers,
    },
    body: isText ? String(response.body) : JSON.stringify(response.body),
  };
};

const baseUrlOf = (event: APIGatewayProxyEvent, headers: Readonly<Record<string, string>>): string => {
  const host = headers['host'] ?? event.requestContext.domainName ?? 'localhost';
  if (host.includes('execute-api')) return `https://${host}/${event.requestContext.stage}`;
  const { apiId, stage } = event.requestContext;
  return `http://${host}/_aws/execute-api/${apiId}/${stage}`;
};

/**
 * The shell around an HTTP use case: correlation, authentication, validation, problem details, one log line a request.
 * @param contract what the request must look like; what does not is answered before `handle` sees it.
 * @param handle the call of the use case and the choice of the answer; what it throws becomes problem details.
 */
export const httpHandler = <
  Path extends z.core.$ZodType = z.core.$ZodNever,
  Query extends z.core.$ZodType = z.core.$ZodNever,
  Body extends z.core.$ZodType = z.core.$ZodNever,
>(
  contract: Contract<Path, Query, Body>,
  handle: (
    request: HttpRequest<z.output<Path>, z.output<Query>, z.output<Body>>,
  ) => Promise<HttpResponse> | HttpResponse,
) => {
  const authenticate = authenticatorOf(contract.auth);
  const role = typeof contract.auth === 'function' || contract.auth === 'public' ? undefined : contract.auth;

  const respond = async (
    event: APIGatewayProxyEvent,
    headers: Readonly<Record<string, string>>,
    correlationId: string,
  ): Promise<HttpResponse> => {
    const caller = (await authenticate?.(headers['authorization'])) ?? NOBODY;
    if (role !== undefined && !hasRole(caller, role)) {
      throw new AppError('forbidden', 'auth.role-missing', `This needs the role ${role}`);
    }
    const { path, query, body } = contract;
    return handle({
      caller,
      path: (path && validate('path', path, event.pathParameters ?? {})) as z.output<Path>,
      query: validate('query', query ?? NoQuery, event.queryStringParameters ?? {}) as z.output<Query>,
      body: (body && validate('body', body, jsonBodyOf(event, headers))) as z.output<Body>,
      idempotencyKey: idempotencyKeyOf(headers, contract.idempotencyKey),
      headers,
      rawBody: () => rawBodyOf(event),
      baseUrl: () => baseUrlOf(event, headers),
      cause: { correlationId, causationId: correlationId },
    });
  };

  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>().handler(async (event) => {
    const headers = headersOf(event);
    const correlationId = correlationIdOf(headers);
    logger.resetKeys();
    logger.appendKeys({ correlationId, method: event.httpMethod, route: event.resource });
    const response = await respond(event, headers, correlationId).catch((thrown: unknown) => {
      const error = toRequestError(thrown);
      logFailure(error, thrown);
      return problemResponse(error, correlationId);
    });
    logger.info('Request answered', { status: response.status });
    return toResult(response, correlationId);
  });
};

/** A refusal is the caller's affair; what fails on our side is told with its cause, for the answer tells nothing of it. */
const logFailure = (error: AppError | undefined, thrown: unknown): void => {
  if (error === undefined) logger.error('Request failed unexpectedly', { error: thrown as Error });
  else if (error.kind === 'unavailable') {
    logger.warn('Request could not be served', { code: error.code, error });
  } else logger.info('Request refused', { code: error.code, reason: error.message });
};

const authenticatorOf = (auth: Contract['auth']): Authenticate | undefined => {
  if (typeof auth === 'function') return auth;
  return auth === 'public' ? undefined : bearerAuthentication();
};

const idempotencyKeyOf = (
  headers: Readonly<Record<string, string>>,
  rule: Contract['idempotencyKey'],
): string | undefined => {
  const key = headers['idempotency-key'];
  if (rule === undefined) return undefined;
  if (key !== undefined) return validate('header', IdempotencyKey, key);
  if (rule === 'optional') return undefined;
  throw new AppError('invalid', 'request.no-idempotency-key', 'Send an "Idempotency-Key" header', {
    fields: [{ pointer: '/header', detail: 'Idempotency-Key is required' }],
  });
};
