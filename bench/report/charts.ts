import { SHARDS } from '../baselines/counter-shards.ts';
import { BATCH_SIZES, type Projected } from '../projection/projection.ts';
import type { Latencies } from '../projection/load.ts';
import { drawChart, palette, type Line } from './chart.ts';

const colorOf = (n: number): string => palette[n % palette.length] ?? '#000000';

/** Chart of throughput by batch size. Methods that settle orders one by one are horizontal lines. */
export const throughputChart = (projected: readonly Projected[]): string => {
  const byName = Map.groupBy(projected, ({ name }) => name);
  const lines = [...byName].map(([label, rows], n): Line => {
    const [only] = rows;
    const points =
      rows.length === 1 && only !== undefined
        ? BATCH_SIZES.map((size) => [size, only.best.ordersPerSecond] as const)
        : rows.map(({ best }) => [best.batchSize, best.ordersPerSecond] as const);
    return { label, points, color: colorOf(n) };
  });
  const single = projected.find(({ best }) => best.method === 'conditional-update');
  if (single !== undefined) {
    const points = BATCH_SIZES.map((size) => [size, SHARDS * single.best.ordersPerSecond] as const);
    lines.push({ label: `Counter shards (${SHARDS} partitions)`, points, color: colorOf(7), dashed: true });
  }
  return drawChart({
    title: 'Projected saturation of one product',
    x: 'Orders in a batch',
    y: 'Orders per second',
    marks: BATCH_SIZES,
    lines,
  });
};

/** Chart of latency by offered load: p99 as a solid line, p50 as a dashed line. */
export const latencyChart = (
  curves: readonly { readonly label: string; readonly latencies: readonly Latencies[] }[],
): string =>
  drawChart({
    title: 'Projected time from the queue to the reservation (solid: p99, dashed: p50)',
    x: 'Offered orders per second, up to 90 % of saturation',
    y: 'Simulated milliseconds',
    lines: curves.flatMap(({ label, latencies }, n): readonly Line[] => {
      const points = (of: (one: Latencies) => number) =>
        latencies.map((one) => [one.load.ordersPerSecond, of(one)] as const);
      return [
        { label, points: points(({ decidedP99 }) => decidedP99), color: colorOf(n) },
        {
          label,
          points: points(({ decidedP50 }) => decidedP50),
          color: colorOf(n),
          dashed: true,
          unnamed: true,
        },
      ];
    }),
  });
