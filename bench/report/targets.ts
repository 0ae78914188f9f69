import { markdownTable } from '../documents/sections.ts';
import type { MeteredCost } from '../measure/metered-run.ts';
import type { MethodName } from '../projection/methods.ts';
import type { Projected } from '../projection/projection.ts';
import type { Waiting } from './tables.ts';

export interface Target {
  readonly what: string;
  readonly limit: string;
  readonly found: string;
  readonly met: boolean;
}

const most = (what: string, limit: number, found: number, digits: number): Target => ({
  what,
  limit: `≤ ${limit}`,
  found: found.toFixed(digits),
  // Tolerates rounding errors of averages.
  met: found <= limit + 1e-9,
});

const least = (what: string, limit: number, found: number, unit = ''): Target => ({
  what,
  limit: `≥ ${limit.toLocaleString('en-US')}${unit}`,
  found: `${Math.round(found).toLocaleString('en-US')}${unit}`,
  met: found >= limit,
});

/** Compares the figures with the targets. A missing figure misses its target. */
export const targetsOf = (
  costs: readonly MeteredCost[],
  projected: readonly Projected[],
  waiting: readonly Waiting[],
): readonly Target[] => {
  const cost = (batchSize: number): MeteredCost | undefined =>
    costs.find((one) => one.step === 'group-commit' && one.batchSize === batchSize);
  const hot = (batchSize: number): number => cost(batchSize)?.hotWritesPerOrder ?? Infinity;
  const units = (batchSize: number): number => cost(batchSize)?.writeUnitsPerOrder ?? Infinity;
  const rate = (method: MethodName, batchSize?: number): number =>
    projected.find(
      ({ best }) => best.method === method && (batchSize === undefined || best.batchSize === batchSize),
    )?.best.ordersPerSecond ?? NaN;
  const waits = waiting.filter(({ oneByOne }) => oneByOne.load.method === 'group-commit');
  return [
    most('Hot-item writes per order, batch 10', 0.2, hot(10), 4),
    most('Hot-item writes per order, batch 99', 0.021, hot(99), 4),
    most('Write units per order up to RESERVED, batch 10', 1.35, units(10), 3),
    most('Write units per order up to RESERVED, batch 50', 1.12, units(50), 3),
    most('Write units per order up to RESERVED, batch 99', 1.1, units(99), 3),
    least('Projected saturation, batch 10', 4_500, rate('group-commit', 10), ' orders/s'),
    least('Projected saturation, batch 99', 40_000, rate('group-commit', 99), ' orders/s'),
    least('Projected saturation, batch 1,000', 120_000, rate('group-commit', 1000), ' orders/s'),
    least('Batch 99 compared with the lock', 600, rate('group-commit', 99) / rate('lock'), ' ×'),
    least(
      'Batch 99 compared with the group transaction at 99',
      20,
      rate('group-commit', 99) / rate('transaction-per-group', 99),
      ' ×',
    ),
    ...waits.map(({ label, oneByOne, spread }) => {
      const worst = Math.max(oneByOne.waitP99, spread.waitP99);
      return {
        what: `p99 wait at 70 % of saturation, ${label}`,
        limit: '< 1,000 ms',
        found: `${Math.round(worst)} ms`,
        met: worst < 1_000,
      };
    }),
  ];
};

export const targetTable = (targets: readonly Target[]): string =>
  markdownTable(
    ['Target', 'Limit', 'Found', 'Met'],
    targets.map(({ what, limit, found, met }) => [what, limit, found, met ? 'yes' : 'NO']),
  );
