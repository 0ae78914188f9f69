import { inspect } from 'node:util';
import { Problem, runMain } from '../../scripts/console/problem.ts';
import { parseCommandLine } from '../../scripts/console/command-line.ts';
import { seconds } from '../../scripts/console/progress.ts';
import { startFakeAws } from '../support/fake-aws.ts';
import { keepWrittenLines } from '../support/written-lines.ts';
import { noCounts, type Counts } from './findings.ts';
import { describeFound, run, type Found, type Start, type Target } from './run.ts';

const areas = ['consumers', 'webhooks', 'requests'] as const;
type Area = (typeof areas)[number];

const usage = `Usage: npm run fuzz -- [--cases N] [--seed S] [--only ${areas.join('|')}]

Sends generated messages to every inbox, records to relays, webhooks to the function that receives them, and requests to
every route, all in this process. A refused case must have no effect and a declared code, and must not disturb others.

  --cases N      so many cases for each area (default 10000). They are divided among its targets
  --seed S       the seed of the first round (default 1)
  --only AREA    only this area: ${areas.join(', ')}
  --target NAME  only this target, such as payments-inbox or stripe-webhooks
  --path P       with --target and --seed: run one case again, as a finding says

Ends with exit code 1 if anything is found.`;

/** Promise rejections that no code has handled. */
const rejections: unknown[] = [];

const wholeNumber = (name: string, text: string | undefined, otherwise: number): number => {
  if (text === undefined) return otherwise;
  if (!/^[1-9]\d{0,9}$/.test(text))
    throw new Problem(`--${name} must be a whole number, at least 1: ${text}`);
  return Number(text);
};

/** Prints the progress of an area. If stderr is a terminal, each line replaces the previous one. */
const progress = (
  area: Area,
  target: string,
  { cases, valid, invalid }: Counts,
  all: number,
  started: number,
) => {
  const rate = (cases / Math.max(1, performance.now() - started)) * 1000;
  const line = `${area} ${cases}/${all}, ${target}: ${valid} valid, ${invalid} invalid, ${rate.toFixed(0)} a second`;
  process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${line}` : `${line}\n`);
};

/** Runs the targets of an area one after another. Stops at the first finding. */
const runArea = async (
  area: Area,
  targets: readonly Target[],
  cases: number,
  start: Start,
  onRound: () => void,
) => {
  const counts = noCounts();
  const started = performance.now();
  let found: Found | undefined;
  let shown = started;
  for (const [index, target] of targets.entries()) {
    const share = Math.max(1, Math.ceil((cases - counts.cases) / (targets.length - index)));
    found = await run(target, share, start, counts, () => {
      onRound();
      if (performance.now() - shown < 5_000) return;
      shown = performance.now();
      progress(area, target.name, counts, cases, started);
    });
    const [rejection] = rejections;
    if (found === undefined && rejection !== undefined) {
      counts.crashes += 1;
      process.stdout.write(
        `FOUND in ${target.name}: a rejection that nobody handles: ${inspect(rejection)}\n`,
      );
    }
    if (found !== undefined || rejection !== undefined) break;
  }
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  if (found !== undefined) process.stdout.write(`${describeFound(found)}\n`);
  return { area, counts, ms: performance.now() - started };
};

const summary = ({ cases, valid, invalid, effects, crashes, broken }: Counts): string =>
  `${cases} cases, ${valid} valid, ${invalid} invalid, ${effects} effects, ${crashes} crashes, ${broken} broken promises`;

await runMain(async () => {
  const { values } = parseCommandLine(usage, {
    cases: { type: 'string' },
    seed: { type: 'string' },
    only: { type: 'string' },
    target: { type: 'string' },
    path: { type: 'string' },
  });
  const cases = wholeNumber('cases', values.cases, 10_000);
  const seed = wholeNumber('seed', values.seed, 1);
  const only = areas.find((area) => area === values.only);
  if (values.only !== undefined && only === undefined)
    throw new Problem(`Unknown area ${values.only}.\n\n${usage}`);
  if (values.path !== undefined && values.target === undefined)
    throw new Problem('--path needs --target and --seed.');

  process.on('unhandledRejection', (rejection) => {
    rejections.push(rejection);
  });
  const world = { aws: await startFakeAws(), lines: keepWrittenLines() };
  // The code under test reads the environment when it is loaded. So it is imported here, after the fake of AWS has set
  // the environment.
  const targetsOf: Readonly<Record<Area, () => Promise<readonly Target[]>>> = {
    consumers: async () => (await import('./consumers/targets.ts')).consumerTargets(world),
    webhooks: async () => (await import('./webhooks/targets.ts')).webhookTargets(world),
    requests: async () => (await import('./requests/targets.ts')).requestTargets(),
  };
  const start = { seed, ...(values.path === undefined ? {} : { path: values.path }) };
  const total = noCounts();
  const lines: string[] = [];
  for (const area of areas.filter((one) => only === undefined || one === only)) {
    const all = await targetsOf[area]();
    const targets = all.filter(({ name }) => values.target === undefined || name === values.target);
    if (targets.length === 0) continue;
    const { counts, ms } = await runArea(area, targets, cases, start, world.lines.reset);
    lines.push(`${area.padEnd(10)} ${summary(counts)}, ${seconds(ms)}`);
    for (const name of Object.keys(total) as (keyof Counts)[]) total[name] += counts[name];
  }
  world.lines.stop();
  await world.aws.close();
  if (lines.length === 0) throw new Problem(`Unknown target ${values.target}.\n\n${usage}`);
  process.stdout.write(`${lines.join('\n')}\nTotal: ${summary(total)} (first seed ${seed})\n`);
  return total.effects + total.crashes + total.broken === 0 ? 0 : 1;
});
