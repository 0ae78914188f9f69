import type { Problems } from '../../shared/http/route.ts';
import { messageCodes } from './message-codes.ts';
import { problemsOf } from './problems-of.ts';
import type { ServiceApi } from './routes.ts';
import { documentedProblems } from './codes.ts';

const row = (...cells: string[]) => `| ${cells.join(' | ')} |`;

/** If a code has more routes than this, the page shows their number instead of their names. */
const MOST_NAMED = 6;

const routesWith = (apis: readonly ServiceApi[]): Map<string, string[]> => {
  const found = new Map<string, string[]>();
  for (const { routes, problems } of apis) {
    for (const route of Object.values(routes)) {
      for (const code of Object.keys(problemsOf(route, problems))) {
        found.set(code, [...(found.get(code) ?? []), `\`${route.method} ${route.path}\``]);
      }
    }
  }
  return found;
};

const problemRows = (problems: Problems, routes: ReadonlyMap<string, string[]>): string[] =>
  Object.entries(problems)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { status, meaning }]) => {
      const named = routes.get(code) ?? [];
      const where = named.length > MOST_NAMED ? `${named.length} routes` : named.join(', ');
      return row(`\`${code}\``, String(status), meaning, where);
    });

/** The page that lists all codes, in Markdown. */
export const codesPage = (apis: readonly ServiceApi[]): string =>
  [
    '# Codes of errors',
    '',
    'Written by `npm run contract` from the code, not by hand.',
    '',
    '## Problems',
    '',
    'Error responses of the API are problem details ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)) with one of these codes. Clients should treat a code that they do not know by its status.',
    '',
    row('Code', 'Status', 'Meaning', 'Routes'),
    row('---', '---', '---', '---'),
    ...problemRows(documentedProblems(apis), routesWith(apis)),
    '',
    '## Failures of messages',
    '',
    'These codes are in logs and on dead letters. Codes that begin with `live.` are sent over WebSockets. [operations.md](../operations.md#what-a-dead-letter-asks-for) says which dead letters need more than a redrive.',
    '',
    row('Code', 'Meaning'),
    row('---', '---'),
    ...Object.entries(messageCodes).map(([code, meaning]) => row(`\`${code}\``, meaning)),
    '',
  ].join('\n');
