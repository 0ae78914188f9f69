import { SHARDS } from '../baselines/counter-shards.ts';
import { markdownTable } from '../documents/sections.ts';
import type { HardSaleResult } from '../measure/hard-sale.ts';
import type { MeteredCost } from '../measure/metered-run.ts';
import type { Latencies } from '../projection/load.ts';
import type { Projected } from '../projection/projection.ts';

const decimals = (value: number, digits: number): string => value.toFixed(digits);
const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

/** Table of the cost of one order, by design and batch size. */
export const meteredTable = (costs: readonly MeteredCost[]): string =>
  markdownTable(
    [
      'Design',
      'Batch',
      'Orders',
      'Requests',
      'Hot-item writes',
      'Hot write units',
      'Write units',
      'Read units',
    ],
    costs.map((cost) => [
      cost.name,
      whole(cost.batchSize),
      whole(cost.orders),
      decimals(cost.requestsPerOrder, 3),
      decimals(cost.hotWritesPerOrder, 4),
      decimals(cost.hotUnitsPerOrder, 4),
      decimals(cost.writeUnitsPerOrder, 3),
      decimals(cost.readUnitsPerOrder, 2),
    ]),
  );

/** Table of the sizes of Orderly's items. */
export const itemTable = (costs: readonly MeteredCost[]): string =>
  markdownTable(
    ['Batch', 'Stock item, bytes', 'Reservation, bytes', 'Intent, bytes', 'Intent, write units'],
    costs
      .filter(({ step }) => step === 'group-commit')
      .map(({ batchSize, hotItemBytes, rowBytes, intentBytes }) => [
        whole(batchSize),
        whole(hotItemBytes),
        whole(rowBytes),
        whole(intentBytes),
        whole(Math.ceil(intentBytes / 1024)),
      ]),
  );

/** Table of the errors of each design in sales with duplicate messages and dying workers. */
export const hardSaleTable = (sales: readonly HardSaleResult[]): string =>
  markdownTable(
    ['Design', 'Sales', 'Dead workers', 'Stranded units', 'Oversold units', 'Wrongly refused', 'Undecided'],
    [...Map.groupBy(sales, ({ name }) => name)].map(([name, results]) => {
      const sum = (of: (sale: HardSaleResult) => number): string =>
        whole(results.reduce((total, sale) => total + of(sale), 0));
      return [
        name,
        whole(results.length),
        sum(({ died }) => died),
        sum(({ stranded }) => stranded),
        sum(({ oversold }) => oversold),
        sum(({ refusedThoughLeft }) => refusedThoughLeft),
        sum(({ undecided }) => undecided),
      ];
    }),
  );

const groupCommitAt = (projected: readonly Projected[], batchSize: number): number =>
  projected.find(({ best }) => best.method === 'group-commit' && best.batchSize === batchSize)?.best
    .ordersPerSecond ?? 0;

/** Table of the saturation (maximum throughput) of each design on one product. */
export const saturationTable = (projected: readonly Projected[]): string => {
  const group = groupCommitAt(projected, 99);
  const rows = projected.map(({ name, best, faster }) => [
    name,
    best.method === 'transaction-per-group' || best.method === 'group-commit' ? whole(best.batchSize) : 'any',
    whole(best.workers),
    whole(best.ordersPerSecond),
    decimals(best.hotUnitsPerOrder, 3),
    `${decimals(group / best.ordersPerSecond, group / best.ordersPerSecond < 10 ? 1 : 0)} ×`,
    whole(faster.ordersPerSecond),
  ]);
  const single = projected.find(({ best }) => best.method === 'conditional-update');
  if (single !== undefined) {
    const [sharded, faster] = [SHARDS * single.best.ordersPerSecond, SHARDS * single.faster.ordersPerSecond];
    rows.push([
      `Counter shards (${SHARDS} partitions)`,
      'any',
      whole(SHARDS * single.best.workers),
      whole(sharded),
      decimals(single.best.hotUnitsPerOrder, 3),
      `${decimals(group / sharded, 1)} ×`,
      whole(faster),
    ]);
  }
  return markdownTable(
    [
      'Design',
      'Batch',
      'Workers',
      'Orders per second',
      'Hot write units per order',
      'Group commit at 99 is faster by',
      'Orders per second, faster calls',
    ],
    rows,
  );
};

/**
 * Compares group commit with the group transaction if all calls took half as long. Faster calls help the group
 * transaction, because latency limits it.
 */
export const fasterNote = (projected: readonly Projected[]): string => {
  const faster = (method: string, batchSize: number): number =>
    projected.find(({ best }) => best.method === method && best.batchSize === batchSize)?.faster
      .ordersPerSecond ?? NaN;
  const group = faster('transaction-per-group', 99);
  const lead = (batchSize: number): string => `${decimals(faster('group-commit', batchSize) / group, 0)} ×`;
  return (
    `"Faster calls" means that all calls take half as long. With faster calls, group commit settles ${lead(99)} ` +
    `as many orders as the group transaction with batches of 99, and ${lead(1000)} as many with batches of 1,000.`
  );
};

/** Latencies of a design at 70 % of its saturation, for both ways in which a queue can distribute messages. */
export interface Waiting {
  readonly label: string;
  readonly oneByOne: Latencies;
  readonly spread: Latencies;
}

/** Table of how many milliseconds pass until a worker takes an order, and until the order is decided. */
export const waitingTable = (rows: readonly Waiting[]): string =>
  markdownTable(
    [
      'Design',
      'Orders per second',
      'Wait p50',
      'Wait p99',
      'Wait p99, spread',
      'Decided p50',
      'Decided p99',
      'Decided p99, spread',
    ],
    rows.map(({ label, oneByOne, spread }) => [
      label,
      whole(oneByOne.load.ordersPerSecond),
      whole(oneByOne.waitP50),
      whole(oneByOne.waitP99),
      whole(spread.waitP99),
      whole(oneByOne.decidedP50),
      whole(oneByOne.decidedP99),
      whole(spread.decidedP99),
    ]),
  );
