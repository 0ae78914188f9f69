import type { Route } from '../../../shared/http/route.ts';
import { inParallel } from '../in-parallel.ts';
import type { Access } from './access.ts';
import type { MatrixRequest } from './requests.ts';

/**
 * The rights of a caller. A caller with `refused` has no valid token: routes that require a token respond with 401 and
 * this error code. A caller with `refusedSignature` has no valid signature: routes for partners respond with 401 and
 * this error code. Other routes that require a token respond as to a request without a token.
 */
export type Standing =
  | 'owner'
  | 'customer'
  | 'staff'
  | 'admin'
  | 'partner'
  | 'payment-provider'
  | { readonly refused: string }
  | { readonly refusedSignature: string };

/** What a caller adds to a request to prove its identity. */
export interface Credentials {
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
}

/** A request without the caller's credentials. */
export interface Unidentified {
  readonly method: string;
  /** The path, with its parameters filled in. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as it is sent; empty if there is none. */
  readonly body: string;
}

/** A kind of caller: a column of the matrix of all routes and all callers. */
export interface MatrixCaller {
  readonly name: string;
  readonly standing: Standing;
  /** True if the credentials are in the query. A route that needs no token may refuse them as an unknown parameter. */
  readonly inQuery?: true;
  /** Creates the credentials for a request. The function gets the request, because some callers sign it. */
  readonly identify: (request: Unidentified) => Credentials | Promise<Credentials>;
}

/** A cell of the matrix of all routes and all callers: a request by a caller, and the outcomes that it may have. */
export interface MatrixCase {
  /** Method and path template, e.g. `GET /orders/{orderId}`. */
  readonly route: string;
  readonly caller: MatrixCaller;
  readonly expected: readonly string[];
}

export interface Answered {
  readonly status: number;
  readonly body: unknown;
}

const ADMITTED = 'admitted';
const MISSING = '401 auth.missing';
const NO_ROLE = '403 auth.role-missing';

/** The request of a route, as it is sent, but without credentials. The method `ANY` becomes GET. */
export const unidentified = (
  route: string,
  { path = {}, headers = {}, body }: MatrixRequest,
): Unidentified => {
  const [method = '', template = ''] = route.split(' ');
  return {
    method: method === 'ANY' ? 'GET' : method,
    path: template.replaceAll(/\{(\w+)\+?\}/g, (_, name: string) => path[name] ?? ''),
    headers,
    body: body === undefined ? '' : JSON.stringify(body),
  };
};

/** The name of a route in the tables of the matrix. */
export const nameOf = ({ method, path }: Pick<Route, 'method' | 'path'>): string => `${method} ${path}`;

const expectedOf = (access: Access, { standing, inQuery }: MatrixCaller): readonly string[] => {
  const needsNoToken = access === 'anyone' || access === 'payment-provider';
  const refusesQuery = inQuery === true && needsNoToken ? ['400 request.invalid'] : [];
  return [expectedOutcome(access, standing), ...refusesQuery];
};

/** For a route with this access, the outcome that a caller with this standing must get. */
export const expectedOutcome = (access: Access, standing: Standing): string => {
  if (access === 'anyone') return ADMITTED;
  if (access === 'payment-provider') {
    return standing === 'payment-provider' ? ADMITTED : '401 webhook.invalid-signature';
  }
  // A webhook signature of the payment provider is not a token.
  if (standing === 'payment-provider') return MISSING;
  const takesSignatures = typeof access === 'object' ? access.partners : access === 'signed-in-or-partner';
  const isSigned = standing === 'partner' || (typeof standing === 'object' && 'refusedSignature' in standing);
  if (isSigned && takesSignatures !== true) return MISSING;
  if (typeof standing === 'object') {
    return `401 ${'refused' in standing ? standing.refused : standing.refusedSignature}`;
  }
  if (access === 'signed-in' || access === 'signed-in-or-partner') return ADMITTED;
  if (typeof access === 'object') {
    return standing === 'customer' || standing === 'partner' ? `404 ${access.hiddenAs}` : ADMITTED;
  }
  return standing === access || standing === 'admin' ? ADMITTED : NO_ROLE;
};

/** The error codes with which responses hide the objects of other customers. */
const hidingCodes = (table: Readonly<Record<string, Access>>): ReadonlySet<unknown> =>
  new Set(Object.values(table).flatMap((one) => (typeof one === 'object' ? [one.hiddenAs] : [])));

/**
 * The outcome of a response. `admitted` means that the caller may call the route, even if the request then failed for
 * another reason (for example 409). An invalid request (400) or a failure of the server (500 and above) does not count
 * as admitted.
 */
export const outcomeOf =
  (table: Readonly<Record<string, Access>>) =>
  ({ status, body }: Answered): string => {
    const code = (body as { readonly code?: unknown } | undefined)?.code;
    const isRefused = [400, 401, 403].includes(status) || status >= 500;
    return isRefused || (status === 404 && hidingCodes(table).has(code))
      ? `${status} ${String(code)}`
      : ADMITTED;
  };

/**
 * Combines all routes with all callers.
 * @throws Error that names each route without a row in `table`, each row without a route, and each route that is
 *   declared twice.
 */
export const matrixOf = (
  routes: readonly Pick<Route, 'method' | 'path'>[],
  table: Readonly<Record<string, Access>>,
  callers: readonly MatrixCaller[],
): readonly MatrixCase[] => {
  const names = routes.map(nameOf);
  const problems = [
    ...names
      .filter((name) => !Object.hasOwn(table, name))
      .map((name) => `${name} has no expectation. Add it to test/support/authorisation/access.ts.`),
    ...Object.keys(table)
      .filter((name) => !names.includes(name))
      .map((name) => `${name} has an expectation, but no api.ts declares it.`),
    ...names.filter((name, n) => names.indexOf(name) !== n).map((name) => `${name} is declared twice.`),
  ];
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return Object.entries(table).flatMap(([route, access]) =>
    callers.map((caller) => ({ route, caller, expected: expectedOf(access, caller) })),
  );
};

/**
 * Sends the requests of all cases, at most `width` at a time.
 * @param answer sends the request of a case, and returns its outcome
 * @returns a line for each case with an unexpected outcome
 */
export const deviationsOf = async (
  cases: readonly MatrixCase[],
  width: number,
  answer: (one: MatrixCase) => Promise<string>,
): Promise<readonly string[]> => {
  const lines = await inParallel(cases.length, width, async (n) => {
    const one = cases[n]!;
    const outcome = await answer(one);
    const { route, caller, expected } = one;
    return expected.includes(outcome)
      ? []
      : [`${route}, called with ${caller.name}: expected ${expected.join(' or ')}, got ${outcome}`];
  });
  return lines.flat();
};
