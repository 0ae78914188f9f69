/**
 * The kind of a failure. The HTTP handler maps it to a status. The inbox handler maps it to a retry or to the
 * dead-letter queue.
 */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'unprocessable'
  | 'too-many'
  | 'unavailable';

/** An invalid field of a request. `pointer` is a JSON Pointer (RFC 6901). */
export interface FieldError {
  readonly pointer: string;
  readonly detail: string;
}

/** Optional details of a failure. */
export interface AppErrorOptions {
  readonly cause?: unknown;
  readonly fields?: readonly FieldError[];
  /** Seconds after which a retry makes sense. */
  readonly retryAfter?: number;
  /** The methods that a path has, for the header `Allow` of a 405 (RFC 9110, section 10.2.1). */
  readonly allow?: string;
}

/**
 * An error whose `kind` tells the HTTP and inbox handlers what to do. `code` is stable (`order.not-cancellable`).
 * `message` is for people and may change.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly kind: ErrorKind;
  readonly code: string;
  readonly fields: readonly FieldError[];
  readonly retryAfter: number | undefined;
  readonly allow: string | undefined;

  constructor(kind: ErrorKind, code: string, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.code = code;
    this.fields = options.fields ?? [];
    this.retryAfter = options.retryAfter;
    this.allow = options.allow;
  }
}

/** The part of a zod error that `wrongFields` reads. */
interface SchemaError {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
}

/**
 * Names the first 10 wrong fields of data that does not match its schema, in a text of at most 450 characters. Do not
 * log the schema's own error: it lists every wrong field, and data of 15 KB can have thousands of them.
 */
export const wrongFields = ({ issues }: SchemaError): string =>
  issues
    .slice(0, 10)
    .map(({ path, message }) => `${path.map(String).join('.') || '(root)'}: ${message}`)
    .join('; ')
    .slice(0, 450);

/**
 * AWS's names of failures after which the same call may succeed: throttling, conflicts, time-outs and internal
 * failures. The names occur in the common errors of each API, in the CancellationReasons of TransactWriteItems, and in
 * the ErrorCode of PutEvents.
 */
const transientNames =
  /Throttl|ProvisionedThroughput|RequestLimitExceeded|TooManyRequests|TransactionConflict|TransactionInProgress|Timeout|SlowDown|^InternalFailure$|^InternalException$|^ServiceUnavailable$/;

/**
 * Node's error codes for a connection that failed or was lost, and for a host name that was not resolved (documentation
 * of Node's modules `os` and `dns`).
 */
const transientCodes = /^(ECONN|EPIPE$|ETIMEDOUT$|EHOSTUNREACH$|ENETUNREACH$|ENOTFOUND$|EAI_AGAIN$)/;

/**
 * The fields of an error that `isTransient` reads. An error of the AWS SDK has an HTTP status, and an error of Node has
 * a code.
 */
interface Failure {
  readonly name?: string;
  readonly code?: unknown;
  readonly cause?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** True if this name of a failure means that the same call may succeed later. */
export const isTransientName = (name: string): boolean => transientNames.test(name);

/**
 * True if the same call may succeed later: after a conflict of transactions, throttling, a time-out, a lost connection
 * or a server error. (The SDK's own checks, `isThrottlingError` and `isTransientError` of @smithy/core, are too large
 * to bundle for this.)
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

/** Converts any error to an AppError. An unknown error may be transient, so it becomes `unavailable`. */
export const toAppError = (error: unknown): AppError => {
  if (error instanceof AppError) return error;
  const name = error instanceof Error ? error.name : 'Error';
  const message = error instanceof Error ? error.message : String(error);
  return new AppError('unavailable', `unexpected.${name}`, message, { cause: error });
};
