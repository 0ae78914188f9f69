import type { Allowance, Leak, LeakJudgement } from './judge.ts';

const number = new Intl.NumberFormat('en');

const nameOf = ({ place, idStart, fields, kind }: Allowance): string =>
  `${kind} in ${place}${idStart === undefined ? '' : ` (${idStart}…)`}, ${fields.join(' or ')}`;

/** How much was read, and how many texts were found where they belong. */
export const leaksSummary = ({ read, found }: LeakJudgement): string => {
  const count = (word: string, what: string) => `${number.format(read[word] ?? 0)} ${what}`;
  const all = [
    count('table', 'rows of tables'),
    count('event', 'events'),
    count('log', 'log lines'),
    count('dead', 'dead letters'),
  ];
  const sum = found.reduce((total, [, times]) => total + times, 0);
  return (
    `Personal data and secrets: read ${all.join(', ')}. ` +
    `${number.format(sum)} found where they belong (scripts/leaks/allowances.ts).`
  );
};

const lineOf = ({ place, field, kind, count, id, example }: Leak): string =>
  `  ${kind} ${example} in ${place}${field === '' ? '' : `, field ${field}`}: ${id}` +
  (count > 1 ? `, and ${number.format(count - 1)} more` : '');

/**
 * The faults and what to do about each; undefined if there are none.
 * @param isWhole whether all integration tests ran. If not, an allowed place may be empty.
 */
export const leakFaults = ({ read, found, leaks }: LeakJudgement, isWhole: boolean): string | undefined => {
  const unused = isWhole ? found.filter(([{ isFleeting }, times]) => times === 0 && !isFleeting) : [];
  const unread = isWhole ? ['table', 'event', 'log', 'dead'].filter((word) => !read[word]) : [];
  const parts = [
    ...(leaks.length === 0
      ? []
      : [
          'These do not belong where they are. Find the code that writes them there, and leave them out. If they belong ' +
            'there, add the place with the reason to scripts/leaks/allowances.ts and to docs/personal-data.md:',
          ...leaks.map(lineOf),
        ]),
    ...(unused.length === 0
      ? []
      : [
          'Nothing was found in these places. Remove them from scripts/leaks/allowances.ts:',
          ...unused.map(([allowance]) => `  ${nameOf(allowance)}`),
        ]),
    ...(unread.length === 0
      ? []
      : [`Nothing was read of: ${unread.join(', ')}. See scripts/leaks/read-run.ts.`]),
  ];
  return parts.length === 0 ? undefined : parts.join('\n');
};
