import { writeFileSync } from 'node:fs';
import { localFile } from '../console/paths.ts';
import { seconds } from '../console/progress.ts';
import type { TierResult } from './tier-result.ts';

export type Totals = { passed: number; failed: number; skipped: number };

const escapeForShell = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
const escapeForPattern = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** The command that runs a failed test again. */
export const rerunCommand = (tier: string, { file, name }: { file: string; name?: string }): string =>
  `npm test -- ${tier} ${file}${name === undefined ? '' : ` -t ${escapeForShell(escapeForPattern(name))}`}`;

export const addUp = (results: readonly TierResult[]): Totals => ({
  passed: results.reduce((sum, result) => sum + result.passed, 0),
  failed: results.reduce((sum, result) => sum + result.failed, 0),
  skipped: results.reduce((sum, result) => sum + result.skipped, 0),
});

/** Writes the totals to a file. `.ci/run` adds up the totals of the tests and of the checks. */
export const writeTotals = (name: 'tests' | 'checks', totals: Totals): void =>
  writeFileSync(localFile(`${name}.json`), `${JSON.stringify(totals)}\n`);

/** One line for each tier, and the command to run each failed test again. */
export const report = (results: readonly TierResult[]): string => {
  const rows = results.map(({ tier, passed, failed, skipped, milliseconds, reason }) => {
    const counts = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
    return `  ${tier.padEnd(12)} ${counts.padEnd(34)} ${seconds(milliseconds)}${reason ? `  (${reason})` : ''}`;
  });
  const again = results.flatMap(({ tier, failures }) =>
    failures.map((failure) => rerunCommand(tier, failure)),
  );
  const { passed, failed } = addUp(results);
  return [
    '',
    'Tests:',
    ...rows,
    ...(again.length > 0
      ? ['', 'To run a failed test again:', ...again.map((command) => `  ${command}`)]
      : []),
    '',
    `${passed} passed, ${failed} failed`,
  ].join('\n');
};
