import * as z from 'zod/mini';
import { problemsOf } from '../../scripts/contract/problems-of.ts';
import { readApis, type ServiceApi } from '../../scripts/contract/routes.ts';
import { problemsOfEveryRoute } from '../../shared/http/problems.ts';
import type { Problems, Route } from '../../shared/http/route.ts';

export const serviceApis: readonly ServiceApi[] = await readApis('functions');
const simulatorApis = await readApis('simulators');
const routesOf = (apis: readonly ServiceApi[]): readonly Route[] =>
  apis.flatMap(({ routes }) => Object.values(routes));

export const serviceRoutes: readonly Route[] = routesOf(serviceApis);
export const simulatorRoutes: readonly Route[] = routesOf(simulatorApis);

/**
 * The problems that a declared route may respond with. Simulators declare no problems, so their error responses are not
 * checked.
 */
const problemsOfRoute = (route: Route): Problems | undefined => {
  const api = serviceApis.find(({ routes }) => Object.values(routes).includes(route));
  return api === undefined ? undefined : problemsOf(route, api.problems);
};

/** A response to check. `path` has no query. It may also be the path template of a route. */
export interface CheckedAnswer {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** The parsed JSON, or the text of any other content type. */
  readonly body: unknown;
}

/**
 * Checks a response against the declaration of its route. An error response must contain a problem that the route
 * declares, and have the status of that problem.
 * @throws Error for an undeclared route, status or problem, and for a body that does not match. The error names every
 *   wrong field.
 */
export const checkAnswer = (
  routes: readonly Route[],
  { method, path, status, body }: CheckedAnswer,
): void => {
  const answered = `${method} ${path} answered ${status}`;
  const route = routeOf(routes, method, path);
  if (status >= 400) {
    const problems = route === undefined ? problemsOfNoRoute(routes, path) : problemsOfRoute(route);
    if (problems !== undefined) checkProblem(answered, problems, status, body);
    return;
  }
  if (route === undefined) throw new Error(`${answered}, but no api.ts declares this route`);
  const answers = route.answers();
  const schema = answers[status];
  if (schema === undefined) {
    const declared = Object.keys(answers).join(', ') || 'no success';
    throw new Error(`${answered}, but ${route.method} ${route.path} declares ${declared}`);
  }
  const { error } = z.safeParse(schema, body);
  if (error === undefined) return;
  const findings = error.issues.flatMap((issue) => findingsOf(issue)).join('; ');
  throw new Error(`${answered}, but its body does not fit ${route.method} ${route.path}: ${findings}`);
};

/** The problems for a request that no route declares: 405 if another method of the path exists, or else 404. */
const problemsOfNoRoute = (routes: readonly Route[], path: string): StatusByCode => ({
  ...problemsOfEveryRoute,
  ...(routes.some((one) => one.method !== 'ANY' && matches(one.path, path))
    ? { 'route.method-not-allowed': { status: 405 } }
    : { 'route.not-found': { status: 404 } }),
});

type StatusByCode = Readonly<Record<string, { readonly status: number }>>;

/**
 * Checks the problem in an error response. If a function crashes, API Gateway responds in its own form, which has no
 * `code` and is not checked.
 */
const checkProblem = (answered: string, problems: StatusByCode, status: number, body: unknown): void => {
  const { code } = (body ?? {}) as { readonly code?: unknown };
  if (typeof code !== 'string') return;
  const declared = problems[code]?.status;
  if (declared === status) return;
  const rule = declared === undefined ? 'its route does not declare' : `is declared with ${declared}`;
  throw new Error(`${answered} with the problem ${code}, which ${rule}: see "problems" in its api.ts`);
};

/** The route of a request. As in API Gateway, a literal segment wins over a parameter. */
const routeOf = (routes: readonly Route[], method: string, path: string): Route | undefined =>
  routes
    .filter((route) => route.method === method && matches(route.path, path))
    .toSorted((a, b) => (specificity(a.path) < specificity(b.path) ? -1 : 1))[0];

const isParameter = (segment: string): boolean => segment.startsWith('{');

/** True if the path matches the template. A parameter such as `{file+}` at the end matches all remaining segments. */
const matches = (template: string, path: string): boolean => {
  const [declared, given] = [template.split('/'), path.split('/')];
  return (
    (declared.length === given.length || (template.endsWith('+}') && declared.length < given.length)) &&
    declared.every((segment, index) =>
      isParameter(segment) ? given[index] !== '' : segment === given[index],
    )
  );
};

/** Of two templates that match the same path, the one with the earlier literal segment sorts first. */
const specificity = (template: string): string =>
  template
    .split('/')
    .map((segment) => (isParameter(segment) ? '1' : '0'))
    .join('');

/**
 * The wrong fields that an issue of zod describes, each with its path. For a union, the wrong fields of all its
 * members.
 */
const findingsOf = (issue: z.core.$ZodIssue, parent: readonly PropertyKey[] = []): readonly string[] => {
  const path = [...parent, ...issue.path];
  const at = (field: readonly PropertyKey[]): string => `/${field.map(String).join('/')}`;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${at([...path, key])}: is not declared`);
  }
  if (issue.code === 'invalid_union') {
    return issue.errors.flat().flatMap((inner) => findingsOf(inner, path));
  }
  return [`${at(path)}: ${issue.message}`];
};
