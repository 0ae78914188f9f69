import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeSection } from '../bench/documents/sections.ts';
import { hardSale, type HardSaleResult } from '../bench/measure/hard-sale.ts';
import { meteredRun, type MeteredCost } from '../bench/measure/metered-run.ts';
import { stepNames } from '../bench/measure/steps.ts';
import { createInventoryTable, deleteTable, localClient } from '../bench/measure/table.ts';
import { LOADS, projectLatency, projectSaturation, TABLED_LOAD } from '../bench/projection/projection.ts';
import { latencyChart, throughputChart } from '../bench/report/charts.ts';
import {
  fasterNote,
  hardSaleTable,
  itemTable,
  meteredTable,
  saturationTable,
  waitingTable,
  type Waiting,
} from '../bench/report/tables.ts';
import { targetsOf, targetTable } from '../bench/report/targets.ts';
import { parseCommandLine } from './console/command-line.ts';
import { localFile, projectRoot } from './console/paths.ts';
import { Problem, runMain } from './console/problem.ts';
import { numberedSteps } from './console/progress.ts';
import { givenEndpoint } from './emulator/access.ts';
import { startEmulator } from './emulator/emulator.ts';
import { freePort } from './emulator/free-port.ts';
import { installPythonPackages } from './emulator/python.ts';

const usage = `Usage: npm run bench [-- --seed 1]

Runs the same workload with group commit and with six other designs, and meters each of them. Then checks whether
each is still correct when messages are delivered again and workers die. Last, projects each design to one partition of
DynamoDB. Writes docs/performance.md and its charts. Exits with 1 if a target is missed.

Uses the emulator at AWS_ENDPOINT_URL, or starts one.

  --seed    seed of all random numbers (default: 1); docs/performance.md has the figures of seed 1`;

/** The batch sizes to measure. Each measurement has at most 500 orders, so that the run takes a minute or two. */
const METERED = [
  { batchSize: 1, batches: 100 },
  { batchSize: 10, batches: 50 },
  { batchSize: 50, batches: 10 },
  { batchSize: 99, batches: 5 },
] as const;
const HARD_SALES = 4;
const HARD_SALE = { units: 500, orders: 180, batchSize: 10, workers: 4, deaths: 0.3 } as const;

/** Returns AWS_ENDPOINT_URL, or the endpoint of a new emulator that ends with this process. */
const endpointOf = async (): Promise<{ endpoint: string; stop: () => Promise<unknown> }> => {
  const given = givenEndpoint();
  if (given !== undefined) return { endpoint: given, stop: () => Promise.resolve() };
  await installPythonPackages('requirements');
  return startEmulator({
    port: await freePort(),
    iam: 'off',
    logFile: localFile('logs', 'bench-emulator.log'),
  });
};

/** Runs a measurement on a new table and deletes the table afterwards. */
const onTable = async <Result>(
  endpoint: string,
  name: string,
  measure: (probe: ReturnType<typeof localClient>, table: string) => Promise<Result>,
): Promise<Result> => {
  const probe = localClient(endpoint);
  const table = `bench-${name}-${Date.now()}`;
  await createInventoryTable(probe, table);
  try {
    return await measure(probe, table);
  } finally {
    await deleteTable(probe, table);
    probe.destroy();
  }
};

await runMain(async () => {
  const { values } = parseCommandLine(usage, { seed: { type: 'string', default: '1' } });
  const seed = Number(values.seed);
  if (!Number.isInteger(seed)) throw new Problem(`--seed must be a whole number.\n\n${usage}`);
  const step = numberedSteps(5);
  const { endpoint, stop } = await step('Starting an emulator', endpointOf);

  const costs = await step('Metering every design', async () => {
    const all: MeteredCost[] = [];
    for (const name of stepNames) {
      for (const size of METERED) {
        all.push(
          await onTable(endpoint, name, (probe, table) =>
            meteredRun(endpoint, probe, table, { ...size, step: name, seed }),
          ),
        );
      }
    }
    return all;
  });
  const sales = await step('Simulating sales in which workers die', async () => {
    const all: HardSaleResult[] = [];
    for (const name of stepNames) {
      for (let n = 0; n < HARD_SALES; n += 1) {
        all.push(
          await onTable(endpoint, name, (probe, table) =>
            hardSale(endpoint, probe, table, { ...HARD_SALE, step: name, seed: seed + n }),
          ),
        );
      }
    }
    return all;
  });
  await stop();
  const projected = await step('Projecting saturation', async () => projectSaturation(seed));
  const [waiting, curves] = await step('Projecting latency', async () => {
    // This table leaves out results with batches of one order, because group methods have no advantage there. The
    // saturation table shows these results.
    const shown = projected.filter(({ best }) => best.batchSize > 1);
    const labelOf = ({ name, best }: (typeof shown)[number]): string => {
      const batch = `batch ${best.batchSize.toLocaleString('en-US')}`;
      if (best.method === 'group-commit') return `Group commit (Orderly), ${batch}`;
      return best.method === 'transaction-per-group' ? `${name}, ${batch}` : name;
    };
    const [atLoad, worst] = (['one-by-one', 'spread'] as const).map((dealing) =>
      shown.map((one) => projectLatency(one, [TABLED_LOAD], dealing, seed)[0]),
    );
    const table = shown.flatMap((one, n): readonly Waiting[] => {
      const [oneByOne, spread] = [atLoad?.[n], worst?.[n]];
      return oneByOne === undefined || spread === undefined
        ? []
        : [{ label: labelOf(one), oneByOne, spread }];
    });
    const drawn = shown.filter(
      ({ best }) => best.method !== 'transaction-per-group' || best.batchSize === 99,
    );
    const lines = drawn.map((one) => ({
      label: labelOf(one),
      latencies: projectLatency(one, LOADS, 'one-by-one', seed),
    }));
    return [table, lines] as const;
  });

  const docs = join(projectRoot, 'docs');
  mkdirSync(docs, { recursive: true });
  const targets = targetsOf(costs, projected, waiting);
  const sections = {
    targets: targetTable(targets),
    metered: `${meteredTable(costs)}\n\nOrderly's items, the largest of each kind:\n\n${itemTable(costs)}`,
    'hard-sale': hardSaleTable(sales),
    saturation: `${saturationTable(projected)}\n\n${fasterNote(projected)}`,
    waiting: waitingTable(waiting),
  };
  for (const [name, text] of Object.entries(sections)) {
    writeSection(join(docs, 'performance.md'), { name, command: 'npm run bench' }, text);
    process.stdout.write(`\n${text}\n`);
  }
  writeFileSync(join(docs, 'performance-throughput.svg'), throughputChart(projected));
  writeFileSync(join(docs, 'performance-latency.svg'), latencyChart(curves));
  const missed = targets.filter(({ met }) => !met).length;
  process.stdout.write(`\n${targets.length - missed} of ${targets.length} targets met\n`);
  return missed === 0 ? 0 : 1;
});
