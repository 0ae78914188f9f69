import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorKind } from '../../shared/errors.ts';
import * as shared from '../../shared/http/problems.ts';
import { statusOf } from '../../shared/http/responses.ts';
import type { Problems } from '../../shared/http/route.ts';
import { projectRoot } from '../console/paths.ts';
import { messageCodes } from './message-codes.ts';
import type { ServiceApi } from './routes.ts';

/** A code in the source. `kind` is known if the code is an argument of `AppError`. */
export type UsedCode = { code: string; kind?: ErrorKind; file: string };

/** All documented problems: those of each service, and those in shared/http/problems.ts. */
export const documentedProblems = (apis: readonly ServiceApi[]): Problems =>
  Object.assign({}, ...Object.values(shared), ...apis.map(({ problems }) => problems));

/** Matches a code in `new AppError('not-found', 'order.not-found', …)`. */
const THROWN = /\bAppError\(\s*'([a-z-]+)',\s*'([a-z.-]+)'/g;
/** Matches a code anywhere else, such as an argument of a function that builds the error. Comparisons do not count. */
const PASSED = /(?<![=!]== )'([a-z]+)\.([a-z]+(?:-[a-z]+)*)'/g;
/**
 * Matches a code that is put together from parts. Types list the parts of the codes that begin with `message` or
 * `payment`, and each of these codes is documented by itself.
 */
const COMPOSED = /\bAppError\(\s*[^,`]+,\s*`(?!message|payment)([a-z]+)\.\$\{/g;
/**
 * Matches a call that may throw `<noun>.not-found` (shared/kernel/aggregate.ts). The variable's name is the noun's
 * plural.
 */
const CHANGED = /\b([a-z]+)s\.changeOrFail\(/g;

/**
 * Finds the codes of errors in a source.
 *
 * @param nouns the first parts of the documented codes. Outside of `AppError(…)`, a text counts as a code only if it
 * begins with one of these nouns
 */
export const codesIn = (source: string, file: string, nouns: ReadonlySet<string>): UsedCode[] => [
  ...Array.from(source.matchAll(THROWN), ([, kind, code = '']) => ({ code, kind: kind as ErrorKind, file })),
  ...Array.from(source.matchAll(PASSED), ([, noun = '', rest = '']) => ({
    noun,
    code: `${noun}.${rest}`,
    file,
  }))
    .filter(({ noun }) => nouns.has(noun))
    .map(({ code }) => ({ code, file })),
  ...Array.from(source.matchAll(COMPOSED), ([, noun]) => ({ code: `${noun}.…`, file })),
  ...Array.from(source.matchAll(CHANGED), ([, noun]) => ({ code: `${noun}.not-found`, file })),
];

/** Lists the faults in the codes, one line for each fault, and how to correct it. */
export const codeProblems = (
  used: readonly UsedCode[],
  problems: Problems,
  others: Readonly<Record<string, string>>,
): string[] => {
  const undocumented = used
    .filter(({ code }) => problems[code] === undefined && others[code] === undefined)
    .map(
      ({ code, file }) =>
        `${file} uses the code ${code}, which no document has. If a route responds with it, add it to "problems" in the service's api.ts, and to the route. If only messages fail with it, add it to scripts/contract/message-codes.ts.`,
    );
  const wrongStatus = used.flatMap(({ code, kind, file }) => {
    const documented = problems[code]?.status;
    if (kind === undefined || documented === undefined) return [];
    const status = statusOf(kind, code);
    return status === documented
      ? []
      : [`${file} throws ${code} as "${kind}", which becomes ${status}, but its api.ts says ${documented}.`];
  });
  const names = new Set(used.map(({ code }) => code));
  const unused = [...Object.keys(problems), ...Object.keys(others)]
    .filter((code) => !names.has(code) && !MADE_ELSEWHERE.test(code))
    .map((code) => `No source uses the code ${code}. Remove it from where it is documented.`);
  return [...new Set([...undocumented, ...wrongStatus, ...unused])];
};

/**
 * Documented codes that `codesIn` does not find: they have no dot, are put together from parts, or API Gateway responds
 * with them (infra/constructs/gateway-answers.ts).
 */
const MADE_ELSEWHERE = /^(internal|request\.throttled|message\.unknown-.*|(mail|sms)\.…)$/;

/**
 * Files with names that look like codes but are none: the adapters of the providers' webhooks, which contain the types
 * of webhooks, and the examples of events.
 */
const OTHER_NAMES = /adapters\/[a-z]+-webhooks\.ts$|^shared\/events\/examples\//;

const sourcesIn = (folder: string): string[] =>
  readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/(^|\/)(api|problems)\.ts$/.test(file))
    .map((file) => join(folder, file))
    .filter((file) => !OTHER_NAMES.test(file));

/** Compares the codes in the source with the documented ones. */
export const checkCodes = (apis: readonly ServiceApi[]): string[] => {
  const problems = documentedProblems(apis);
  const codes = [...Object.keys(problems), ...Object.keys(messageCodes)];
  const nouns = new Set(codes.filter((code) => code.includes('.')).map((code) => code.split('.')[0] ?? ''));
  const used = [...sourcesIn('functions'), ...sourcesIn('shared')].flatMap((file) =>
    codesIn(readFileSync(join(projectRoot, file), 'utf8'), file, nouns),
  );
  return codeProblems(used, problems, messageCodes);
};
