/** The kind of a failure. The HTTP shell maps it to a status, the inbox shell to retry or dead-letter. */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'unprocessable'
  | 'too-many'
  | 'unavailable';

/** A wrong field of a request, by JSON Pointer (RFC 6901). */
export interface FieldError {
  readonly pointer: string;
  readonly detail: string;
}

/** More about a failure. */
export interface AppErrorOptions {
  readonly cause?: unknown;
  readonly fields?: readonly FieldError[];
  /** Seconds after which a retry makes sense. */
  readonly retryAfter?: number;
}

/**
 * The one error class that the Lambda shells know.
 * `code` is stable and dotted (`order.not-cancellable`); `message` is for people and may change.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly kind: ErrorKind;
  readonly code: string;
  readonly fields: readonly FieldError[];
  readonly retryAfter: number | undefined;

  constructor(kind: ErrorKind, code: string, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.code = code;
    this.fields = options.fields ?? [];
    this.retryAfter = options.retryAfter;
  }
}

/**
 * What AWS calls a failure that may succeed when tried again: throttling, conflicts, time-outs and its own failures
 * (common errors of each API; CancellationReasons of TransactWriteItems; ErrorCode of PutEvents).
 */
const transientNames =
  /Throttl|ProvisionedThroughput|RequestLimitExceeded|TooManyRequests|TransactionConflict|TransactionInProgress|Timeout|SlowDown|^InternalFailure$|^InternalException$|^ServiceUnavailable$/;

/** Node's codes for a connection that failed or was lost, and for a name that was not resolved (errno, dns). */
const transientCodes = /^(ECONN|EPIPE$|ETIMEDOUT$|EHOSTUNREACH$|ENETUNREACH$|ENOTFOUND$|EAI_AGAIN$)/;

/** What an error may carry: an SDK error its HTTP status, an error of Node a code. */
interface Failure {
  readonly name?: string;
  readonly code?: unknown;
  readonly cause?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** Whether AWS's name for a failure means that the same call may succeed later. */
export const isTransientName = (name: string): boolean => transientNames.test(name);

/**
 * Whether the same call may succeed later. Matches what the AWS SDK retries (`isThrottlingError` and `isTransientError`
 * of @smithy/core, which is too large to bundle for this), and conflicts.
 */
export const isTransient = (error: unknown): boolean => {
  const { name, code, cause, $metadata }: Failure = error ?? {};
  return (
    ($metadata?.httpStatusCode ?? 0) >= 500 ||
    isTransientName(name ?? '') ||
    transientCodes.test(String(code)) ||
    (cause instanceof Error && isTransient(cause))
  );
};
