import { parseCommandLine } from '../../scripts/console/command-line.ts';
import { Problem, runMain } from '../../scripts/console/problem.ts';
import { huntMutants, runCampaign } from './campaign/campaign.ts';
import { coverageReport } from './campaign/coverage.ts';
import { campaignReport, mutantsReport } from './campaign/report.ts';
import { explain, replayCommand, seedText } from './campaign/shrink.ts';
import type { Tally } from './campaign/tally.ts';
import { faultKinds, type FaultKind } from './kernel/faults.ts';
import { mutants } from './mutants/mutants.ts';
import { simulate, type SimulationOptions } from './simulate.ts';

const usage = `Usage: npm run simulate -- [--seeds N] [--seed 0x…] [--trace] [--mutant name|all]

Runs Orderly's real code in simulated worlds, each determined by its seed, and checks invariants.

  --seeds N        simulate N seeds on all cores (default 2000)
  --seed S         the first seed; without --seeds, the only one. Decimal, or hexadecimal with 0x
  --trace          print the timeline of one seed
  --mutant NAME    plant this bug and search for a seed that finds it; "all" tries every bug
  --threads N      use N threads instead of one per core
  --orders 1,2     keep only these orders (with one seed)
  --without a,b    leave out these kinds of faults (with one seed)

Kinds of faults: ${faultKinds.join(', ')}
Mutants: ${mutants.map(({ name }) => name).join(', ')}`;

const wholeNumber = (name: string, text: string | undefined, otherwise: number): number => {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new Problem(`--${name} is not a number: ${text}`);
  return value;
};

const isFault = (text: string): text is FaultKind => faultKinds.some((kind) => kind === text);

/** Simulates one seed. Prints the result and, if tracing is on, the trace. */
const runOne = async (seed: number, options: SimulationOptions): Promise<number> => {
  const result = await simulate(seed, options);
  if (result.trace.length > 0) process.stdout.write(`${result.trace.join('\n')}\n\n`);
  const struck = faultKinds.filter((kind) => result.faults[kind] > 0);
  const faults = struck.map((kind) => `${kind} ${result.faults[kind]}`).join(', ') || 'none';
  process.stdout.write(
    `Seed ${seedText(seed)} (${result.climate}): ${result.orders.length} orders, ${result.steps} steps, ` +
      `digest ${result.digest}. Faults: ${faults}\n`,
  );
  if (result.violation === undefined) return 0;
  const { invariant, detail } = result.violation;
  process.stdout.write(`VIOLATION of "${invariant}": ${detail}\n`);
  return 1;
};

/** Prints the progress of a campaign. If stderr is a terminal, each update replaces the previous one. */
const progress =
  (count: number, started: number) =>
  ({ seeds, failures }: Tally): void => {
    const seconds = (performance.now() - started) / 1000;
    const width = 30;
    const filled = Math.floor((seeds / count) * width);
    const bar = `${'#'.repeat(filled)}${'.'.repeat(width - filled)}`;
    const memory = Math.round(process.memoryUsage.rss() / 2 ** 20);
    const line = `[${bar}] ${seeds}/${count} seeds, ${(seeds / seconds).toFixed(0)} a second, ${failures.length} violations, ${memory} MB`;
    if (process.stderr.isTTY) process.stderr.write(`\r${line} `);
    else if (seeds % 5000 === 0 || seeds === count) process.stderr.write(`${line}\n`);
  };

const runMany = async (from: number, count: number, mutant: string | undefined, threads: number) => {
  const started = performance.now();
  const tally = await runCampaign({
    from,
    count,
    ...(mutant === undefined ? {} : { mutant }),
    ...(threads === 0 ? {} : { threads }),
    onProgress: progress(count, started),
  });
  const seconds = (performance.now() - started) / 1000;
  process.stdout.write(`\n${campaignReport(tally, seconds)}\n`);
  if (mutant === undefined) process.stdout.write(`\n${coverageReport(tally.coverage)}\n`);
  const [first, ...others] = tally.failures;
  if (first === undefined) return 0;
  const planted = mutants.find(({ name }) => name === mutant);
  const explanation = await explain(first.seed, planted === undefined ? {} : { mutant: planted });
  process.stdout.write(`\n${explanation}\n`);
  for (const { seed } of others) process.stdout.write(`Also: ${replayCommand(seed)}\n`);
  return 1;
};

await runMain(async () => {
  const { values } = parseCommandLine(usage, {
    seeds: { type: 'string' },
    seed: { type: 'string' },
    trace: { type: 'boolean' },
    mutant: { type: 'string' },
    threads: { type: 'string' },
    orders: { type: 'string' },
    without: { type: 'string' },
  });
  const seed = wholeNumber('seed', values.seed, 1);
  const count = wholeNumber('seeds', values.seeds, 2000);
  if (values.mutant === 'all') {
    const names = mutants.map(({ name }) => name);
    const hunts = await huntMutants(names, seed, count);
    process.stdout.write(`${mutantsReport(mutants, hunts)}\n`);
    return hunts.every((hunt) => hunt.seed !== undefined) ? 0 : 1;
  }
  const mutant = mutants.find(({ name }) => name === values.mutant);
  if (values.mutant !== undefined && mutant === undefined) {
    throw new Problem(`Unknown mutant "${values.mutant}".\n\n${usage}`);
  }
  const without = values.without?.split(',') ?? [];
  const unknown = without.find((kind) => !isFault(kind));
  if (unknown !== undefined) throw new Problem(`Unknown kind of fault "${unknown}".\n\n${usage}`);
  if (values.seed !== undefined && values.seeds === undefined) {
    return runOne(seed, {
      trace: values.trace === true,
      without: new Set(without.filter(isFault)),
      ...(mutant === undefined ? {} : { mutant }),
      ...(values.orders === undefined ? {} : { only: new Set(values.orders.split(',').map(Number)) }),
    });
  }
  if (values.trace === true)
    throw new Problem('--trace prints the timeline of one seed. Pass --seed without --seeds.');
  return runMany(seed, count, mutant?.name, wholeNumber('threads', values.threads, 0));
});
