import { ApiError, type Problem } from '../../client/index.ts';

/** A response of the client. It has no body if nothing has changed (304). */
interface Response304<Value> {
  readonly data?: Value;
  readonly error?: unknown;
  readonly response: Response;
}

/**
 * Repeats a request with the entity tag of the last response, so that an unchanged response is not sent again.
 * @param call makes the request, with the headers that it is given
 * @returns a function that makes the request. This function returns undefined if nothing has changed, and throws an
 *   ApiError if the API responds with an error
 */
export const tagged = <Value>(call: (headers: Record<string, string>) => Promise<Response304<Value>>) => {
  let tag: string | null = null;
  return async (): Promise<Value | undefined> => {
    const { data, error, response } = await call(tag === null ? {} : { 'If-None-Match': tag });
    if (response.status === 304) return undefined;
    if (!response.ok) throw new ApiError(response.status, error as Problem | undefined);
    tag = response.headers.get('etag');
    return data;
  };
};
