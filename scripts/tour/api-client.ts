import { Problem } from '../console/problem.ts';

type Headers = Record<string, string>;

/** A small JSON client. Every method throws a Problem if the status of the response is not 2xx. */
export type ApiClient = {
  get: <T>(path: string) => Promise<T>;
  put: <T>(path: string, body: unknown) => Promise<T>;
  post: <T>(path: string, body?: unknown, headers?: Headers) => Promise<T>;
};

const explain = async (response: Response): Promise<string> => {
  const text = await response.text();
  try {
    const { code, detail, correlationId } = JSON.parse(text) as Record<string, string | undefined>;
    const trace = correlationId ? ` (correlation id ${correlationId})` : '';
    return `${code ?? ''} ${detail ?? text}${trace}`.trim();
  } catch {
    return text.slice(0, 500);
  }
};

/**
 * @param baseUrl without a trailing slash
 * @param token the bearer token; undefined for public resources
 */
export const apiClient = (baseUrl: string, token?: string): ApiClient => {
  const call = async <T>(method: string, path: string, body?: unknown, headers?: Headers): Promise<T> => {
    let response: Response;
    try {
      response = await fetch(baseUrl + path, {
        method,
        headers: {
          ...(token && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    } catch (error) {
      const { cause, message } = error as Error;
      const reason = cause instanceof Error ? cause.message || message : message;
      throw new Problem(`${baseUrl} does not respond (${reason}). If Orderly is not running: npm start`);
    }
    if (!response.ok) {
      throw new Problem(`${method} ${path} failed with ${response.status}: ${await explain(response)}`);
    }
    const text = await response.text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
  return {
    get: (path) => call('GET', path),
    put: (path, body) => call('PUT', path, body),
    post: (path, body, headers) => call('POST', path, body, headers),
  };
};
