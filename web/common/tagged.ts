import { ApiError, type Problem } from '../../client/index.ts';

/** A response of the client, whose body is not there if nothing has changed. */
interface Response304<Value> {
  readonly data?: Value;
  readonly error?: unknown;
  readonly response: Response;
}

/**
 * Repeats a request with the entity tag of the last answer, so that an unchanged answer is not sent again.
 * @param call the request, with the headers that it gets
 * @returns a function that returns undefined if nothing has changed
 * @throws ApiError
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
