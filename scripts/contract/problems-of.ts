import type * as z from 'zod/mini';
import {
  problemsOfBodies,
  problemsOfCursors,
  problemsOfEveryRoute,
  problemsOfKeys,
  problemsOfRequiredKeys,
  problemsOfSignatures,
  problemsOfTokens,
} from '../../shared/http/problems.ts';
import type { ProblemMeaning, Problems, Route } from '../../shared/http/route.ts';

const keysOf = (schema: z.core.$ZodType | undefined): readonly string[] =>
  // oxlint-disable-next-line no-underscore-dangle -- zod's documented way to look into a schema
  Object.keys((schema?._zod.def as { shape?: object } | undefined)?.shape ?? {});

/** True if the route reads fields from a JSON body. */
export const readsBody = ({ body }: Route): boolean => keysOf(body).length > 0;

const tokenProblems = ({ auth }: Route): Problems => {
  if (auth === 'public' || auth === 'secret-key') return {};
  const { 'auth.role-missing': roleMissing, ...others } = problemsOfTokens;
  // Everyone with a token has the role `customer`, so that role is never missing.
  return auth === 'customer' ? others : { ...others, 'auth.role-missing': roleMissing };
};

/**
 * All problems that a route may respond with: its own, and those that follow from its declaration.
 *
 * @param meanings the problems that the route's service declares
 * @throws Error if the route names a problem that its service does not declare
 */
export const problemsOf = (route: Route, meanings: Problems): Problems => {
  const own = (route.problems ?? []).map((code): [string, ProblemMeaning] => {
    const meaning = meanings[code];
    if (meaning !== undefined) return [code, meaning];
    throw new Error(
      `${route.method} ${route.path} has the problem ${code}, which "problems" in its api.ts lacks.`,
    );
  });
  return {
    ...problemsOfEveryRoute,
    ...tokenProblems(route),
    ...(route.signed === true ? problemsOfSignatures : {}),
    ...(route.body === undefined ? {} : problemsOfBodies),
    ...(route.idempotencyKey === undefined ? {} : problemsOfKeys),
    ...(route.idempotencyKey === 'required' ? problemsOfRequiredKeys : {}),
    ...(keysOf(route.query).includes('cursor') ? problemsOfCursors : {}),
    ...Object.fromEntries(own),
  };
};
