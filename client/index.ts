import createClient, { type Client } from 'openapi-fetch';
import type { paths, Problem } from './api.ts';

export type * from './api.ts';

/** A client whose methods know each route: `client.GET('/orders/{orderId}', { params: { path: { orderId } } })`. */
export type OrderlyClient = Client<paths>;

/** How a client reaches the API. */
export interface ClientOptions {
  /** The address of the API, without a slash at the end, such as `http://localhost:4567/v1`. */
  readonly baseUrl: string;
  /** The bearer token, or a function that returns one. Leave it out for public routes. */
  readonly token?: string | (() => string | Promise<string>);
  /** Sends the requests; default: `fetch`. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** Creates a client of the API. */
export const orderlyClient = ({ baseUrl, token, fetch }: ClientOptions): OrderlyClient => {
  const client = createClient<paths>({ baseUrl, ...(fetch === undefined ? {} : { fetch }) });
  if (token === undefined) return client;
  client.use({
    onRequest: async ({ request }) => {
      request.headers.set('authorization', `Bearer ${typeof token === 'string' ? token : await token()}`);
      return request;
    },
  });
  return client;
};

/** An error response of the API. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  /**
   * The problem details. Undefined if the response contains none, for example because something between client and API
   * failed.
   */
  readonly problem: Problem | undefined;

  constructor(status: number, problem: Problem | undefined) {
    super(`${status} ${problem === undefined ? '' : `${problem.code}: ${problem.detail}`}`.trim());
    this.status = status;
    this.problem = problem;
  }
}

/** What a method of the client returns. */
interface Result<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

const isProblem = (error: unknown): error is Problem =>
  typeof error === 'object' && error !== null && 'code' in error && 'detail' in error;

/**
 * The body of a successful response: `await bodyOf(client.GET('/products'))`.
 * @throws ApiError for an error response
 */
export const bodyOf = async <Data>(call: Promise<Result<Data>>): Promise<Data> => {
  const { data, error, response } = await call;
  if (response.ok) return data as Data;
  throw new ApiError(response.status, isProblem(error) ? error : undefined);
};
