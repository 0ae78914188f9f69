import { ApiError } from '../../client/index.ts';

/**
 * Why a request did not succeed, as far as the pages distinguish it:
 * - `offline`: this device has no connection;
 * - `no-answer`: there was no response or a server error, so it is not known whether the request took effect;
 * - `busy`: the server asks to try again later;
 * - `signed-out`: the API does not accept the token, or there is none;
 * - `refused`: the server refused the request and says why.
 */
export type Failure =
  | { readonly kind: 'offline' | 'no-answer' | 'signed-out' }
  | { readonly kind: 'busy'; readonly afterSeconds: number | undefined }
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly code: string;
      readonly detail: string;
      readonly correlationId: string | undefined;
    };

/**
 * Finds the kind of a failure.
 * @param online whether the browser has a connection, as far as it knows
 */
export const failureOf = (error: unknown, online: boolean): Failure => {
  if (!(error instanceof ApiError)) return { kind: online ? 'no-answer' : 'offline' };
  const { status, problem } = error;
  if (status === 401) return { kind: 'signed-out' };
  // API Gateway responds with 429 and the code `request.throttled` if there are too many requests. A 429 of a service is
  // about this customer, for example about too many unpaid orders, so the server is not busy.
  const isThrottled = status === 429 && (problem?.code ?? 'request.throttled') === 'request.throttled';
  if (status === 503 || isThrottled) {
    return { kind: 'busy', afterSeconds: undefined };
  }
  if (status >= 500 || status === 408) return { kind: 'no-answer' };
  return {
    kind: 'refused',
    status,
    code: problem?.code ?? 'unknown',
    detail: problem?.detail ?? '',
    correlationId: problem?.correlationId,
  };
};

/**
 * True if it is certain that the failed request changed nothing, because the server refused it. A 401 does not make
 * this certain, because an earlier try of the same request may have taken effect.
 */
export const hadNoEffect = ({ kind }: Failure): boolean => kind === 'refused';
