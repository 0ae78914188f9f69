import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  driftsOf,
  flatnessNote,
  largerNote,
  largestItems,
  LIMIT_DOLLARS,
  LIMIT_DRIFT,
  verdict,
} from '../bench/cost/findings.ts';
import { namePrefix, partOf } from '../bench/cost/functions.ts';
import { INSIGHTS_LIMIT_DOLLARS, insightsCosts } from '../bench/cost/insights.ts';
import { letLive, untilQuiet } from '../bench/cost/lives.ts';
import { readBaseline, readUsage } from '../bench/cost/reading.ts';
import {
  billTable,
  flatnessTable,
  pricesTable,
  unitsTables,
  usageTable,
  wholeDollars,
  type Metered,
} from '../bench/cost/report.ts';
import { stackSteps, startMeteredStack } from '../bench/cost/running.ts';
import { openShop, paths, type Path, type Shop } from '../bench/cost/shop.ts';
import { perOrder, usedBetween } from '../bench/cost/usage.ts';
import { writeSection } from '../bench/documents/sections.ts';
import { parseCommandLine } from './console/command-line.ts';
import { localFile, projectRoot } from './console/paths.ts';
import { Problem, runMain } from './console/problem.ts';
import { numberedSteps, seconds } from './console/progress.ts';

const usage = `Usage: npm run bench:cost [-- [--orders 100,500,1000] [--others 100] [--no-write]]

Starts an emulator with a meter between the functions and AWS, deploys Orderly to it, takes orders through their whole
life, and prices what one order used. Writes the tables to docs/cost.md.

  --orders     number of happy orders (paid and completed) in each run (default: 100,500,1000); add 5000 for more
  --others     number of orders of each other path (default: 100)
  --no-write   do not change docs/cost.md`;

/**
 * The number of orders that are placed before the measurement. These orders are paid and completed, so that the
 * functions on their way have started when the measurement begins.
 */
const WARMING = 40;

const sizesOf = (text: string): readonly number[] => {
  const sizes = text.split(',').map(Number);
  if (sizes.every((size) => Number.isInteger(size) && size > 0)) return sizes;
  throw new Problem(`"${text}" is not a list of whole numbers, at least 1 each.\n\n${usage}`);
};

/** Returns a callback that prints a line after each tenth of the orders. */
const tenths = (orders: number): ((ended: number) => void) => {
  const began = Date.now();
  return (ended) => {
    if (orders < 100 || ended % Math.floor(orders / 10) !== 0) return;
    const begin = process.stdout.isTTY ? '\r\u001b[K' : '';
    process.stdout.write(`${begin}      ${ended} of ${orders} orders, ${seconds(Date.now() - began)}\n`);
  };
};

/**
 * What the orders of one path use of AWS. `insights` has the part of the insights service. `usage` and `charges` have
 * the part of all other services.
 */
interface Measured extends Metered {
  readonly insights: Metered;
}

const measure = async (shop: Shop, path: Path, orders: number): Promise<Measured> => {
  const { metered } = shop;
  const customers = await shop.recruit(orders, path);
  await untilQuiet(metered);
  const before = await readBaseline(metered);
  const insightsBefore = await readBaseline(metered, 'insights');
  const [charged, since] = [metered.meter.charges.length, Date.now()];
  await letLive(shop, customers, path, orders, tenths(orders));
  const used = usedBetween(before, await readUsage(metered, since));
  const ofInsights = usedBetween(insightsBefore, await readUsage(metered, since, 'insights'));
  const charges = Map.groupBy(metered.meter.charges.slice(charged), ({ table }) =>
    partOf(table.replace(namePrefix, '')),
  );
  const { order = [], insights = [] } = Object.fromEntries(charges);
  return {
    path,
    orders,
    usage: perOrder(used, orders),
    charges: order,
    insights: { path, orders, usage: perOrder(ofInsights, orders), charges: insights },
  };
};

// A signal ends this process with `process.exit`, so that exit hooks stop everything that this process has started.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));

await runMain(async () => {
  const { values } = parseCommandLine(usage, {
    orders: { type: 'string', default: '100,500,1000' },
    others: { type: 'string', default: '100' },
    'no-write': { type: 'boolean', default: false },
  });
  const sizes = sizesOf(values.orders);
  const [others = 100] = sizesOf(values.others);
  const step = numberedSteps(stackSteps + sizes.length + paths.length);
  const metered = await startMeteredStack(step);
  try {
    const shop = await openShop(metered);
    await step('Warming up', async () => {
      await untilQuiet(metered);
      await letLive(shop, await shop.recruit(WARMING, 'happy'), 'happy', WARMING);
    });
    const happy: Measured[] = [];
    for (const size of sizes) {
      happy.push(await step(`${size} happy orders`, () => measure(shop, 'happy', size)));
    }
    const last = happy.at(-1) as Measured;
    const all = [last];
    for (const path of paths.slice(1)) {
      all.push(await step(`${others} orders: ${path}`, () => measure(shop, path, others)));
    }

    writeFileSync(
      localFile('cost.json'),
      JSON.stringify(
        [...happy, ...all.slice(1)].map(({ path, orders, usage, insights }) => ({
          path,
          orders,
          usage,
          insights: insights.usage,
        })),
      ),
    );
    const parts = [
      verdict(last),
      usageTable(all),
      largerNote(last, all),
      '## What a happy order costs',
      billTable(last.usage),
      '## What insights adds',
      insightsCosts(last.insights),
      '## The three largest items',
      largestItems(last),
      '## Flat from few to many',
      flatnessTable(happy),
      flatnessNote(happy),
      "## Where DynamoDB's units go",
      unitsTables(all),
      '## Prices',
      pricesTable(),
    ];
    process.stdout.write(`\n${parts.slice(0, -2).join('\n\n')}\n`);
    if (!values['no-write']) {
      const section = { name: 'cost', command: 'npm run bench:cost' };
      writeSection(join(projectRoot, 'docs', 'cost.md'), section, parts.join('\n\n'));
    }
    const { counted, whole } = driftsOf(happy);
    const within =
      wholeDollars(last.usage) <= LIMIT_DOLLARS &&
      wholeDollars(last.insights.usage) <= INSIGHTS_LIMIT_DOLLARS &&
      Math.max(counted, whole) <= LIMIT_DRIFT;
    return within ? 0 : 1;
  } finally {
    await metered.stop();
  }
});
