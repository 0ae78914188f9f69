import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseCommandLine } from './console/command-line.ts';
import { projectRoot } from './console/paths.ts';
import { Problem, runMain } from './console/problem.ts';

const usage = `Usage: npm run model-check -- [options]

Runs random schedules of the group commit (functions/inventory). A few workers share a small stock. Any call can
crash, lose its answer, take effect late or be repeated. After each step, no unit may be oversold or lost, and no order
decided twice or wrongly refused. Then the command runs every mutant of the algorithm; the check must catch each one.

  --schedules <n>    number of schedules of the unchanged algorithm (default: 100000)
  --first-seed <n>   seed of the first schedule; the next ones count up from it (default: 1)
  --threads <n>      number of threads (default: one for each core)
  --seed <n>         print the schedule of this seed step by step
  --mutant <name>    with --seed: run this mutant
  --help             show this text`;

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
      throw new Problem(`--${name} must be a whole number, at least 1, but is "${value}".\n\n${usage}`);
    }
  }
  const check = join(projectRoot, 'test', 'model', 'check.ts');
  const { status } = spawnSync(process.execPath, [check, ...process.argv.slice(2)], { stdio: 'inherit' });
  return status ?? 1;
});
