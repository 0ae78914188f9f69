import { grantText } from './grants.ts';
import type { Judgement } from './judge.ts';

/** Formats rows as lines of text in aligned columns: the first column to the left, the numbers to the right. */
const table = (rows: readonly (readonly (string | number)[])[]): string => {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => String(row[column]).length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0
            ? String(cell).padEnd(widths[column] ?? 0)
            : String(cell).padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .map((line) => `  ${line}`)
    .join('\n');
};

/** The grants of each function, one line each: how many it has, and how they were used. */
export const grantsTable = ({ functions }: Judgement): string => {
  const rows = functions.map(
    ({ name, grants, called, byLambda, excepted, unused }) =>
      [name, grants, called, byLambda, excepted, unused.length] as const,
  );
  const sum = (column: 1 | 2 | 3 | 4 | 5) => rows.reduce((total, row) => total + row[column], 0);
  return table([
    ['function', 'grants', 'called', 'by Lambda', 'excepted', 'unused'],
    ...rows,
    ['all functions', sum(1), sum(2), sum(3), sum(4), sum(5)],
  ]);
};

/** The faults and what to do about each; undefined if each grant is used or excepted, and each exception is needed. */
export const grantFaults = ({ functions, outdated }: Judgement): string | undefined => {
  const unused = functions.flatMap(({ name, unused: grants }) =>
    grants.map((grant) => `  ${name}: ${grantText(grant)}`),
  );
  const parts = [
    ...(unused.length === 0
      ? []
      : [
          'No call used these grants. Remove them in infra/, or add an integration test that uses them. If no test can, ' +
            'add them with the reason to scripts/grants/exceptions.ts:',
          ...unused,
        ]),
    ...(outdated.length === 0
      ? []
      : [
          'These exceptions are out of date. Remove them in scripts/grants/exceptions.ts:',
          ...outdated.map((line) => `  ${line}`),
        ]),
  ];
  return parts.length === 0 ? undefined : parts.join('\n');
};
