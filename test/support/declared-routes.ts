import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import '../../shared/config/env.ts';
import type { Route } from '../../shared/http/route.ts';

const root = join(import.meta.dirname, '..', '..');

const isRoute = (exported: unknown): exported is Route =>
  typeof exported === 'object' && exported !== null && 'answers' in exported;

/** All routes in the `api.ts` files of a folder's services. A service without that file is an error. */
const routesIn = async (folder: string): Promise<readonly Route[]> => {
  const services = readdirSync(join(root, folder), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  const apis: readonly Readonly<Record<string, unknown>>[] = await Promise.all(
    services.map(({ name }) => import(join(root, folder, name, 'api.ts'))),
  );
  return apis.flatMap((api) => Object.values(api).filter(isRoute));
};

/** The routes of the API. */
export const serviceRoutes: readonly Route[] = await routesIn('functions');
/** The routes of the simulators. */
export const simulatorRoutes: readonly Route[] = await routesIn('simulators');

/** A response to check. `path` has no query. It may also be the path template of a route. */
export interface CheckedAnswer {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** The parsed JSON, or the text of any other content type. */
  readonly body: unknown;
}

/**
 * Checks a response against the declaration of its route. Problem details (status 400 and above) are not checked,
 * because routes do not declare them.
 * @throws Error for an undeclared route or status, and for a body that does not match. It names every wrong field.
 */
export const checkAnswer = (
  routes: readonly Route[],
  { method, path, status, body }: CheckedAnswer,
): void => {
  if (status >= 400) return;
  const answered = `${method} ${path} answered ${status}`;
  const route = routeOf(routes, method, path);
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

/** The route of a request. As in API Gateway, a literal segment wins over a parameter. */
const routeOf = (routes: readonly Route[], method: string, path: string): Route | undefined =>
  routes
    .filter((route) => route.method === method && matches(route.path, path))
    .toSorted((a, b) => (specificity(a.path) < specificity(b.path) ? -1 : 1))[0];

const isParameter = (segment: string): boolean => segment.startsWith('{');

const matches = (template: string, path: string): boolean => {
  const [declared, given] = [template.split('/'), path.split('/')];
  return (
    declared.length === given.length &&
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

/** The findings of an issue, each with the path of its field. For a union, the findings of all its members. */
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
