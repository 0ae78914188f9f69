import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { billOf, coreDollars } from '../bench/cost/bill.ts';
import { letLive, openShop, paths, untilQuiet, type Path, type Shop } from '../bench/cost/lives.ts';
import { readBaseline, readUsage } from '../bench/cost/reading.ts';
import {
  billTable,
  countedDollars,
  flatnessTable,
  largestItems,
  pricesTable,
  unitsTable,
  usageTable,
  type Metered,
} from '../bench/cost/report.ts';
import { stackSteps, startMeteredStack } from '../bench/cost/running.ts';
import { perOrder, usedBetween } from '../bench/cost/usage.ts';
import { writeSection } from '../bench/documents/sections.ts';
import { parseCommandLine } from './console/command-line.ts';
import { localFile, projectRoot } from './console/paths.ts';
import { Problem, runMain } from './console/problem.ts';
import { numberedSteps } from './console/progress.ts';

const usage = `Usage: npm run bench:cost [-- [--orders 100,500,1000] [--others 100] [--no-write]]

Deploys Orderly to an emulator of its own with a meter between the functions and AWS, lets orders live to their
end, and prices what one of them used. Writes its tables into docs/cost.md.

  --orders     how many happy orders, in one run each; 100,500,1000,5000 shows the whole range
  --others     how many orders of each other path
  --no-write   leave docs/cost.md as it is`;

const LIMIT_DOLLARS = 60;
const LIMIT_DRIFT = 0.05;

const sizesOf = (text: string): readonly number[] => {
  const sizes = text.split(',').map(Number);
  if (sizes.every((size) => Number.isInteger(size) && size > 0)) return sizes;
  throw new Problem(`"${text}" is no list of numbers.\n\n${usage}`);
};

const measure = async (shop: Shop, path: Path, orders: number): Promise<Metered> => {
  const { metered } = shop;
  const [before, charged, since] = [readBaseline(metered), metered.meter.charges.length, Date.now()];
  await letLive(shop, path, orders);
  const used = usedBetween(before, await readUsage(metered, since));
  return { path, orders, usage: perOrder(used, orders), charges: metered.meter.charges.slice(charged) };
};

// What was started ends with this process, by its exit hooks.
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
      await letLive(shop, 'happy', 24);
    });
    const happy: Metered[] = [];
    for (const size of sizes) {
      happy.push(await step(`${size} happy orders`, () => measure(shop, 'happy', size)));
    }
    const last = happy.at(-1) as Metered;
    const all = [last];
    for (const path of paths.slice(1)) {
      all.push(await step(`${others} orders: ${path}`, () => measure(shop, path, others)));
    }

    const tables = [usageTable(all), billTable(last.usage), largestItems(last.usage), flatnessTable(happy)];
    const units = unitsTable(last);
    writeFileSync(
      localFile('cost.json'),
      JSON.stringify([...happy, ...all.slice(1)].map(({ charges: _, ...one }) => one)),
    );
    process.stdout.write(`\n${[...tables, units].join('\n\n')}\n`);
    if (!values['no-write']) {
      const section = { name: 'cost', command: 'npm run bench:cost' };
      const titled = [
        tables[0],
        '## The bill of a happy order',
        tables[1],
        '## The three largest items',
        tables[2],
        '## Flat from few to many',
        tables[3],
        "## Where DynamoDB's units go",
        units,
        '## Prices',
        pricesTable(),
      ];
      writeSection(join(projectRoot, 'docs', 'cost.md'), section, titled.join('\n\n'));
    }
    const dollars = coreDollars(billOf(last.usage));
    const costs = happy.map(({ usage: one }) => countedDollars(one));
    const drift = Math.max(...costs) / Math.min(...costs) - 1;
    process.stdout.write(
      `\n$${dollars.toFixed(2)} per million happy orders (limit $${LIMIT_DOLLARS}); ` +
        `within ${(100 * drift).toFixed(1)} % from ${Math.min(...sizes)} to ${Math.max(...sizes)} orders (limit ${100 * LIMIT_DRIFT} %)\n`,
    );
    return dollars <= LIMIT_DOLLARS && drift <= LIMIT_DRIFT ? 0 : 1;
  } finally {
    await metered.stop();
  }
});
