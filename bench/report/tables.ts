import { SHARDS } from '../baselines/counter-shards.ts';
import { markdownTable } from '../documents/sections.ts';
import type { HardSaleResult } from '../measure/hard-sale.ts';
import type { MeteredCost } from '../measure/metered-run.ts';
import type { Latencies } from '../projection/load.ts';
import type { Projected } from '../projection/projection.ts';

const decimals = (value: number, digits: number): string => value.toFixed(digits);
const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

/** What one order costs, by way and batch size. */
export const meteredTable = (costs: readonly MeteredCost[]): string =>
  markdownTable(
    ['Way', 'Batch', 'Orders', 'Requests', 'Hot-item writes', 'Hot write units', 'Write units', 'Read units'],
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

/** How large Orderly's items are. */
export const itemTable = (costs: readonly MeteredCost[]): string =>
  markdownTable(
    ['Batch', 'Stock item, bytes', 'Row, bytes', 'Manifest, bytes', 'Manifest, write units'],
    costs
      .filter(({ step }) => step === 'escrow')
      .map(({ batchSize, hotItemBytes, rowBytes, manifestBytes }) => [
        whole(batchSize),
        whole(hotItemBytes),
        whole(rowBytes),
        whole(manifestBytes),
        whole(Math.ceil(manifestBytes / 1024)),
      ]),
  );

/** What became of the units when messages came more than once and workers died. */
export const hardSaleTable = (sales: readonly HardSaleResult[]): string =>
  markdownTable(
    [
      'Way',
      'Sales',
      'Workers died',
      'Units stranded',
      'Units oversold',
      'Refused though left',
      'Never decided',
    ],
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

const escrowAt = (projected: readonly Projected[], batchSize: number): number =>
  projected.find(({ best }) => best.method === 'escrow' && best.batchSize === batchSize)?.best
    .ordersPerSecond ?? 0;

/** How much each way can take on one product. */
export const saturationTable = (projected: readonly Projected[]): string => {
  const group = escrowAt(projected, 99);
  const rows = projected.map(({ name, best, faster }) => [
    name,
    best.method === 'transaction-per-group' || best.method === 'escrow' ? whole(best.batchSize) : 'any',
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
      'Way',
      'Batch',
      'Workers',
      'Orders per second',
      'Hot write units per order',
      'Escrow at 99 against it',
      'Calls twice as fast',
    ],
    rows,
  );
};

/** What becomes of the lead over the group transaction, which latency bounds, if all calls take half as long. */
export const fasterNote = (projected: readonly Projected[]): string => {
  const faster = (method: string, batchSize: number): number =>
    projected.find(({ best }) => best.method === method && best.batchSize === batchSize)?.faster
      .ordersPerSecond ?? NaN;
  const group = faster('transaction-per-group', 99);
  const lead = (batchSize: number): string => `${decimals(faster('escrow', batchSize) / group, 0)} ×`;
  return (
    `If all calls took half as long, escrow would settle ${lead(99)} as many orders as the group transaction, ` +
    `both in batches of 99, and ${lead(1000)} as many in batches of 1,000.`
  );
};

/** A way at 70 % of its saturation, by both ways to deal out messages. */
export interface Waiting {
  readonly label: string;
  readonly oneByOne: Latencies;
  readonly spread: Latencies;
}

/** How long orders wait and how long they take. */
export const waitingTable = (rows: readonly Waiting[]): string =>
  markdownTable(
    [
      'Way',
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
