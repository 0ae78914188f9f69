import type { APIGatewayProxyResult } from 'aws-lambda';
import { AppError, type ErrorKind, type FieldError, isTransient } from '../errors.ts';
import { logger } from '../observability/telemetry.ts';
import { securityHeaders, type Step } from './route.ts';

/** The response of a route's handler. */
export interface HttpResponse {
  readonly status: number;
  /**
   * Sent as JSON. If the header `content-type` names a text or an SVG picture, the body is sent unchanged. A 204 has no
   * body.
   */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** 200 with a body. */
export const ok = (body: unknown): HttpResponse => ({ status: 200, body });
/** 200 with a body that is the same for all callers. Browsers and caches may keep it for `seconds` seconds. */
export const cacheable = (body: unknown, seconds: number): HttpResponse => ({
  status: 200,
  body,
  headers: { 'cache-control': `public, max-age=${seconds}` },
});
/** 201 with a body, for something that did not exist before. */
export const created = (body: unknown): HttpResponse => ({ status: 201, body });
/**
 * 202 with a body, for work that continues after the response.
 * @param location the address at which the client can follow the work, relative to the URL of the request (RFC 9110,
 * section 10.2.2). For example, `orders/1` after `POST …/orders`. Such a relative address is right whether or not the
 * URL of the API contains the stage.
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
  // Only emulators set this variable.
  const common = securityHeaders(process.env['AWS_ENDPOINT_URL'] === undefined);
  const convert: NonNullable<Step['after']> = (request) => {
    const { status, body, headers } = request.response as HttpResponse;
    const isPublic = headers?.['cache-control']?.startsWith('public') === true;
    const isText = /^(text\/|image\/svg\+xml)/.test(headers?.['content-type'] ?? '');
    const isEmpty = status === 204;
    request.response = {
      statusCode: status,
      headers: {
        ...(isEmpty ? {} : { 'content-type': 'application/json' }),
        'cache-control': 'no-store',
        ...common,
        // A public response may be cached. The cache would give one caller's correlation id to all callers.
        ...(isPublic ? {} : { 'x-correlation-id': request.internal.correlationId }),
        ...headers,
      },
      body: isEmpty ? '' : isText ? String(body) : JSON.stringify(body),
    } satisfies APIGatewayProxyResult;
  };
  return { after: convert, onError: convert };
};

/** Problem details (RFC 9457), the body of an error response. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** A stable code such as `order.not-found`. Programs should use this field. */
  readonly code: string;
  readonly correlationId: string;
  /** What is wrong with the request, at most 20 entries. */
  readonly errors?: readonly FieldError[];
  /** How many entries `errors` leaves out. Absent if `errors` is complete. */
  readonly moreErrors?: number;
}

/** The most entries of `errors` in a response. Even a small request can have thousands of wrong fields. */
const MAX_ERRORS = 20;

const statusByKind: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  unprocessable: 422,
  'too-many': 429,
  unavailable: 503,
};

/** Codes that have a more specific status than their kind. */
const statusByCode: Readonly<Record<string, number>> = {
  'route.method-not-allowed': 405,
  'request.too-large': 413,
  'request.unsupported-media-type': 415,
};

/** The status of the response to an error. */
export const statusOf = (kind: ErrorKind, code: string): number => statusByCode[code] ?? statusByKind[kind];

/** The title of a problem, by status. */
export const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not authenticated',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  413: 'Request too large',
  415: 'Unsupported media type',
  422: 'Cannot be processed',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Service unavailable',
};

/** Converts any error to an AppError, or to `undefined` if it is a defect of this program. */
const toRequestError = (error: unknown): AppError | undefined => {
  if (error instanceof AppError) return error;
  return isTransient(error)
    ? new AppError('unavailable', 'service.unavailable', 'Please try again shortly', { cause: error })
    : undefined;
};

/** Builds the response to an error. Without an `error`, it is the response to a defect, and has only general texts. */
const problemResponse = (error: AppError | undefined, correlationId: string): HttpResponse => {
  const status = error === undefined ? 500 : statusOf(error.kind, error.code);
  const code = error?.code ?? 'internal';
  const problem: Problem = {
    type: `urn:orderly:problem:${code}`,
    title: titles[status] ?? 'Error',
    status,
    detail: error?.message ?? 'Something went wrong on our side; quote the correlation id when you report it',
    code,
    correlationId,
    ...errorsIn(error?.fields ?? []),
  };
  const retryAfter = error?.retryAfter ?? (status === 503 || status === 429 ? 2 : undefined);
  return {
    status,
    body: problem,
    headers: {
      'content-type': 'application/problem+json',
      ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
      ...(error?.allow === undefined ? {} : { allow: error.allow }),
      // A 401 must have a challenge (RFC 9110, section 11.6.1). The challenge asks for a token, because RFC 9421 has no
      // scheme for signatures, and every route that accepts a signature also accepts a token.
      ...(status === 401 && /^(auth|signature)[.]/.test(code) ? { 'www-authenticate': 'Bearer' } : {}),
    },
  };
};

const errorsIn = (fields: readonly FieldError[]): Pick<Problem, 'errors' | 'moreErrors'> => ({
  ...(fields.length > 0 ? { errors: fields.slice(0, MAX_ERRORS) } : {}),
  ...(fields.length > MAX_ERRORS ? { moreErrors: fields.length - MAX_ERRORS } : {}),
});

/** A step of the HTTP pipeline: turns any error into a problem details response, and logs the error. */
export const problemDetails = (): Step => ({
  onError: (request) => {
    const thrown = request.error;
    const error = toRequestError(thrown);
    logFailure(error, thrown);
    request.response = problemResponse(error, request.internal.correlationId);
  },
});

/**
 * Logs a client error at level info, with the class of its cause, such as `JwtExpiredError`. The message of the cause
 * is left out, because it may quote the client's request. Logs a server error with its cause, because the response
 * omits the cause.
 */
const logFailure = (error: AppError | undefined, thrown: unknown): void => {
  if (error === undefined) logger.error('Request failed unexpectedly', { error: thrown as Error });
  else if (error.kind === 'unavailable') {
    logger.warn('Request could not be served', { code: error.code, error });
  } else
    logger.info('Request refused', {
      code: error.code,
      reason: error.message,
      check: error.cause?.constructor.name,
    });
};
