import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseCommandLine } from './console/command-line.ts';
import { projectRoot } from './console/paths.ts';
import { Problem, runMain } from './console/problem.ts';

const usage = `Usage: npm run model-check -- [options]

Explores random schedules of the escrow group commit (functions/inventory): a few workers on a small stock, with a
crash, a lost answer, a late effect or a repetition at any call, and checks after each step that nothing is oversold,
lost, decided twice or falsely refused. Then it explores every mutant of the algorithm, each of which must be caught.

  --schedules <n>    how many schedules of the algorithm as it is (100000)
  --first-seed <n>   the seed of the first one; the others follow it (1)
  --threads <n>      threads to explore in (one a core)
  --seed <n>         tells the schedule of this one seed, step by step
  --mutant <name>    with --seed: of this mutant
  --help             this text`;

await runMain(async () => {
  const { values } = parseCommandLine(usage, {
    schedules: { type: 'string' },
    'first-seed': { type: 'string' },
    threads: { type: 'string' },
    seed: { type: 'string' },
    mutant: { type: 'string' },
  });
  for (const name of ['schedules', 'first-seed', 'threads', 'seed'] as const) {
    const value = values[name];
    if (value !== undefined && !/^[1-9]\d*$/.test(value)) {
      throw new Problem(`--${name} must be a whole number from 1 on, and is "${value}".\n\n${usage}`);
    }
  }
  const check = join(projectRoot, 'test', 'model', 'check.ts');
  const { status } = spawnSync(process.execPath, [check, ...process.argv.slice(2)], { stdio: 'inherit' });
  return status ?? 1;
});
