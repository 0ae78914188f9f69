import { AppError } from '../errors.ts';
import type { HttpRequest } from './contract.ts';
import type { HttpResponse } from './responses.ts';

/** The methods of each declared path, as `Allow` lists them: `{ '/orders': 'GET, HEAD, OPTIONS, POST' }`. */
export type AllowedMethods = Readonly<Record<string, string>>;

/**
 * The request headers that a page of an allowed origin may send, in addition to those that the Fetch standard always
 * allows.
 */
const REQUEST_HEADERS = 'Authorization, Content-Type, Idempotency-Key, If-None-Match, X-Correlation-Id';

/** How long a browser may remember the answer to a preflight, in seconds. Chromium remembers it for 2 hours at most. */
const PREFLIGHT_SECONDS = 7200;

/**
 * Builds the handler of requests that match no declared route: OPTIONS, a method that a path does not have, and an
 * unknown path. The handler responds to OPTIONS for a declared path with 204 and `Allow`. This includes a browser's
 * preflight (Fetch standard, "CORS-preflight request").
 * @param origins the origins whose pages may call the API
 * @throws AppError `route.not-found`, or `route.method-not-allowed` (405) with the methods that the path has
 */
export const answerOtherMethods =
  (methods: AllowedMethods, origins: readonly string[]) =>
  ({
    method,
    resource,
    headers,
  }: Pick<HttpRequest<never, never, never>, 'method' | 'resource' | 'headers'>): HttpResponse => {
    const allow = methods[resource];
    if (allow === undefined) throw new AppError('not-found', 'route.not-found', 'There is no such route');
    if (method !== 'OPTIONS') {
      const detail = `This path does not have the method ${method}. Use one of: ${allow}`;
      throw new AppError('invalid', 'route.method-not-allowed', detail, { allow });
    }
    const { origin = '', 'access-control-request-method': wanted } = headers;
    const isPreflight = wanted !== undefined && origins.includes(origin);
    const permission = {
      'access-control-allow-methods': allow,
      'access-control-allow-headers': REQUEST_HEADERS,
      'access-control-max-age': String(PREFLIGHT_SECONDS),
    };
    return { status: 204, body: undefined, headers: { allow, ...(isPreflight ? permission : {}) } };
  };
