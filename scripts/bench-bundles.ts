import { join } from 'node:path';
import { footprintTable, LIMIT, measure, partsOf, tooHeavy } from '../bench/bundles/bundles.ts';
import { deployedFunctions } from '../bench/bundles/deployed-functions.ts';
import { writeSection } from '../bench/documents/sections.ts';
import { parseCommandLine } from './console/command-line.ts';
import { projectRoot } from './console/paths.ts';
import { Problem, runMain } from './console/problem.ts';

const usage = `Usage: npm run bench:bundles [-- [--rounds 15] [--parts] [function ...]]

Compares each function's bundle with a bundle of only the SDK clients that the function uses: size, and the time that
a new process needs to import it. Writes the table to docs/bundles.md if all functions and their import times are
measured.

  function    measure only functions whose name contains this, for example orders/ or relay
  --rounds    number of starts of each bundle (default: 15); 0 skips the import time
  --parts     also list the packages that add 10 KB or more to each bundle`;

await runMain(async () => {
  const { values, positionals } = parseCommandLine(
    usage,
    { rounds: { type: 'string', default: '15' }, parts: { type: 'boolean', default: false } },
    true,
  );
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 0)
    throw new Problem(`--rounds must be a whole number, at least 0.\n\n${usage}`);
  const functions = deployedFunctions().filter(
    ({ name }) => positionals.length === 0 || positionals.some((word) => name.includes(word)),
  );
  const footprints = measure(functions, rounds, (done) => {
    process.stderr.write(`\rround ${done} of ${rounds}${done === rounds ? '\n' : ''}`);
  });
  const table = footprintTable(footprints);
  process.stdout.write(`${table}\n`);
  if (values.parts) {
    for (const one of footprints) process.stdout.write(`\n${one.name}: ${partsOf(one)}\n`);
  }
  if (positionals.length === 0 && rounds > 0) {
    const section = { name: 'bundles', command: 'npm run bench:bundles' };
    writeSection(join(projectRoot, 'docs', 'bundles.md'), section, table);
  }
  const heavy = tooHeavy(footprints);
  process.stdout.write(`\n${heavy.length} of ${footprints.length} functions are above ${LIMIT} ×\n`);
  for (const { name } of heavy) process.stdout.write(`  ${name}\n`);
  return heavy.length === 0 ? 0 : 1;
});
