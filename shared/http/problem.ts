import { AppError, type ErrorKind, type FieldError } from '../errors.ts';
import type { HttpResponse } from './responses.ts';

/** Problem details (RFC 9457) as every error is answered. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** Stable and dotted: what programs should look at. */
  readonly code: string;
  readonly correlationId: string;
  readonly errors?: readonly FieldError[];
}

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

/** The codes whose status is more specific than their kind's. */
const statusByCode: Readonly<Record<string, number>> = {
  'request.too-large': 413,
  'request.unsupported-media-type': 415,
};

const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not authenticated',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
  413: 'Request too large',
  415: 'Unsupported media type',
  422: 'Cannot be processed',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Service unavailable',
};

/** What the AWS SDK throws for an answer below 500 that passes by itself, by name: throttling, conflicts, time-outs. */
const passingNames =
  /Throttl|ProvisionedThroughput|RequestLimitExceeded|TooManyRequests|TransactionConflict|TransactionInProgress|Timeout|SlowDown/;

/** Errors of Node's for a connection that was not made or got lost, and for a name that was not found (errno, dns). */
const passingCodes = /^(ECONN|EPIPE$|ETIMEDOUT$|EHOSTUNREACH$|ENETUNREACH$|ENOTFOUND$|EAI_AGAIN$)/;

/** What a failure may have about it: a service exception of the SDK its answer, an error of Node's a code. */
interface Failure {
  readonly name?: string;
  readonly code?: unknown;
  readonly cause?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/**
 * Whether a failure passes by itself. These are the failures that the SDK repeats, as it has done by then, and conflicts
 * (`isThrottlingError`, `isTransientError` of @smithy/core, whose module would be a sixth of the smallest functions).
 */
const passes = ({ name, code, cause, $metadata }: Failure): boolean =>
  ($metadata?.httpStatusCode ?? 0) >= 500 ||
  passingNames.test(name ?? '') ||
  passingCodes.test(String(code)) ||
  (cause instanceof Error && passes(cause));

/** Any failure as the one class that the edge knows; `undefined` for a defect of our own. */
export const toRequestError = (error: unknown): AppError | undefined => {
  if (error instanceof AppError) return error;
  return passes(error ?? {})
    ? new AppError('unavailable', 'service.unavailable', 'Please try again shortly', { cause: error })
    : undefined;
};

/** Answers a failure as problem details. What is unknown says nothing of its inside. */
export const problemResponse = (error: AppError | undefined, correlationId: string): HttpResponse => {
  const status = error === undefined ? 500 : (statusByCode[error.code] ?? statusByKind[error.kind]);
  const code = error?.code ?? 'internal';
  const problem: Problem = {
    type: `urn:orderly:problem:${code}`,
    title: titles[status] ?? 'Error',
    status,
    detail: error?.message ?? 'Something went wrong on our side; quote the correlation id when you report it',
    code,
    correlationId,
    ...(error !== undefined && error.fields.length > 0 ? { errors: error.fields } : {}),
  };
  const retryAfter = error?.retryAfter ?? (status === 503 || status === 429 ? 2 : undefined);
  return {
    status,
    body: problem,
    headers: {
      'content-type': 'application/problem+json',
      ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
      ...(status === 401 && code.startsWith('auth.') ? { 'www-authenticate': 'Bearer' } : {}),
    },
  };
};
