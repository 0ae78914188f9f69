import { bodyOf, orderlyClient, type OrderlyClient } from '../../client/index.ts';
import { failureOf, type Failure } from './failure.ts';
import { apiBase } from './place.ts';
import { forgetSignIn, freshToken } from './session.ts';

/** How long a request may take, in milliseconds. API Gateway gives up after 29 seconds. */
const PATIENCE_MS = 30_000;

const limitedFetch = (request: Request): Promise<Response> =>
  fetch(
    new Request(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(PATIENCE_MS)]) }),
  );

/** A client for the routes of the catalogue. Anyone may call these routes. */
export const publicApi: OrderlyClient = orderlyClient({ baseUrl: apiBase, fetch: limitedFetch });

/** Sends a request. If the response is 401, forgets the sign-in, so that the page offers to sign in again. */
const ownFetch = async (request: Request): Promise<Response> => {
  const response = await limitedFetch(request);
  if (response.status === 401) forgetSignIn();
  return response;
};

/**
 * A client for the person who is signed in. If there is no valid token, it sends an empty one, and the API responds
 * with 401.
 */
export const ownApi: OrderlyClient = orderlyClient({
  baseUrl: apiBase,
  fetch: ownFetch,
  token: async () => (await freshToken()) ?? '',
});

/** The result of a call: the value, or why the call failed. */
export type Result<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failure: Failure };

/** Waits for a call of the client. Never throws. */
export const resultOf = async <Value>(call: Parameters<typeof bodyOf<Value>>[0]): Promise<Result<Value>> => {
  try {
    return { ok: true, value: await bodyOf(call) };
  } catch (error) {
    return { ok: false, failure: failureOf(error, navigator.onLine) };
  }
};
