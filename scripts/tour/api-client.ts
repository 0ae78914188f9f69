import { setTimeout as pause } from 'node:timers/promises';
import { Problem, silentServer } from '../console/problem.ts';

type Headers = Record<string, string>;

/**
 * A small JSON client, which sends requests with `patientFetch`. Its methods throw a Problem if the status of the
 * response is not 2xx.
 */
export type ApiClient = {
  get: <T>(path: string) => Promise<T>;
  put: <T>(path: string, body: unknown) => Promise<T>;
  post: <T>(path: string, body?: unknown, headers?: Headers) => Promise<T>;
  delete: <T>(path: string) => Promise<T>;
};

const explain = async (response: Response): Promise<{ text: string; code?: string | undefined }> => {
  const text = await response.text();
  try {
    const { code, detail, correlationId } = JSON.parse(text) as Record<string, string | undefined>;
    const trace = correlationId ? ` (correlation id ${correlationId})` : '';
    return { text: `${code ?? ''} ${detail ?? text}${trace}`.trim(), code };
  } catch {
    return { text: text.slice(0, 500) };
  }
};

const send = async (request: Request): Promise<Response> => {
  try {
    return await fetch(request);
  } catch (error) {
    if (silentServer(error) !== undefined) throw error;
    const { cause, message } = error as Error;
    throw new Problem(
      `${request.url} does not respond (${cause instanceof Error ? cause.message : message}).`,
    );
  }
};

/** The most times that a request is sent. With pauses of two seconds, the API has 18 seconds to recover. */
const MOST_TRIES = 10;

/**
 * Sends a request. Repeats it a few times while the API responds with 503, if its method is idempotent (RFC 9110,
 * section 9.2.2) or it has an idempotency key.
 */
export const patientFetch = async (request: Request): Promise<Response> => {
  const mayRepeat =
    ['GET', 'PUT', 'DELETE'].includes(request.method) || request.headers.has('idempotency-key');
  for (let tries = 1; ; tries += 1) {
    const response = await send(request.clone());
    if (response.status !== 503 || !mayRepeat || tries === MOST_TRIES) return response;
    await pause(1000 * Number(response.headers.get('retry-after') ?? 2));
  }
};

/**
 * @param baseUrl without a trailing slash
 * @param token the bearer token; undefined for public resources
 */
export const apiClient = (baseUrl: string, token?: string): ApiClient => {
  const call = async <T>(method: string, path: string, body?: unknown, headers?: Headers): Promise<T> => {
    const request = new Request(`${baseUrl}${path}`, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const response = await patientFetch(request);
    if (!response.ok) {
      const { text, code } = await explain(response);
      throw new Problem(`${method} ${path} failed with ${response.status}: ${text}`, code);
    }
    const text = await response.text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
  return {
    get: (path) => call('GET', path),
    put: (path, body) => call('PUT', path, body),
    post: (path, body, headers) => call('POST', path, body, headers),
    delete: (path) => call('DELETE', path),
  };
};
