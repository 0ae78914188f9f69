import { checkAnswer, serviceRoutes, simulatorRoutes, type CheckedAnswer } from './declared-routes.ts';
import { deployedStack } from './stack.ts';

/** An HTTP response with its JSON parsed. */
export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** The parts of a request. `raw` is sent unchanged, `body` as JSON. */
export interface RequestParts {
  readonly token?: string;
  readonly body?: unknown;
  readonly raw?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Checks a response of the deployed API or simulators against the declaration of its route. Some responses have no
 * declaration: those to HEAD and OPTIONS, a 304, and refusals by the front door (the local server in front of the API).
 */
const checkDeployed = (url: string, answer: Omit<CheckedAnswer, 'path'>): void => {
  if (answer.method === 'HEAD' || answer.method === 'OPTIONS' || answer.status === 304) return;
  if (isOfFrontDoor(answer)) return;
  const { apiUrl, simulatorsUrl } = deployedStack();
  for (const [base, routes] of [
    [apiUrl, serviceRoutes],
    [simulatorsUrl, simulatorRoutes],
  ] as const) {
    if (base === undefined || !url.startsWith(`${base}/`)) continue;
    const [path = ''] = url.slice(base.length).split('?');
    checkAnswer(routes, { ...answer, path });
  }
};

const isOfFrontDoor = ({ body }: Omit<CheckedAnswer, 'path'>): boolean =>
  String((body as { readonly code?: unknown } | null)?.code).startsWith('front-door.');

/** No response may set a cookie, or allow requests with cookies. Only tokens and keys may identify a caller. */
const checkNoCookies = (url: string, headers: Headers): void => {
  for (const name of ['set-cookie', 'access-control-allow-credentials']) {
    if (headers.has(name)) throw new Error(`${url} answered with the header ${name}`);
  }
};

/**
 * Makes one request and returns the response, whatever its status.
 * @throws Error if a response of Orderly or its simulators differs from its declaration in `api.ts`, or if any response
 * sets or allows cookies.
 */
export const request = async <Body = Record<string, unknown>>(
  method: string,
  url: string,
  { token, body, raw, headers = {} }: RequestParts = {},
): Promise<Answer<Body>> => {
  const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const answer = await fetch(url, {
    method,
    headers: {
      ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(sent === undefined ? {} : { body: sent }),
    redirect: 'manual',
  });
  checkNoCookies(url, answer.headers);
  const text = await answer.text();
  const isJson = text !== '' && answer.headers.get('content-type')?.includes('json') === true;
  const parsed: unknown = isJson ? JSON.parse(text) : text;
  checkDeployed(url, { method, status: answer.status, body: parsed });
  return { status: answer.status, headers: answer.headers, body: parsed as Body };
};
