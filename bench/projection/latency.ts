import type { Random } from '../random.ts';

/**
 * A distribution of latencies, in ascending order. `probability` is the share of calls that take at most
 * `milliseconds`.
 */
export type Quantiles = readonly (readonly [probability: number, milliseconds: number])[];

/**
 * Latencies of one PutItem and of transactions, measured in a Lambda function: minimum, p50, p90, p95, p99, maximum.
 * Source: Alex DeBrie, "DynamoDB Transactions Performance Testing", 2020, 400 calls each,
 * alexdebrie.com/posts/dynamodb-transactions-performance and github.com/alexdebrie/dynamodb-performance-testing.
 */
const published = {
  put: [5.47, 7.55, 11.3, 13.2, 16.2, 29],
  transactionOf5: [19.4, 25.3, 30.7, 36.4, 92.5, 218],
  transactionOf25: [23.5, 32.1, 40.5, 47.2, 97.5, 258],
} as const;

const PROBABILITIES = [0, 0.5, 0.9, 0.95, 0.99, 1] as const;

const quantilesOf = (milliseconds: readonly number[]): Quantiles =>
  PROBABILITIES.map((probability, n) => [probability, milliseconds[n] ?? 0] as const);

/** Latency of a write of one item. The source does not measure reads. A consistent read is assumed to take as long. */
export const singleItem: Quantiles = quantilesOf(published.put);

/** Latency of a transaction of any number of items. Assumes a straight line through the two published sizes. */
export const transactionOf = (items: number): Quantiles =>
  quantilesOf(
    published.transactionOf5.map((five, n) => {
      const perItem = ((published.transactionOf25[n] ?? five) - five) / 20;
      return five + perItem * (items - 5);
    }),
  );

/** Draws a random latency in milliseconds. */
export type DrawLatency = (quantiles: Quantiles) => number;

/**
 * Draws random latencies, with linear interpolation between the quantiles.
 * @param scale factor for all latencies, to project calls that are faster than published
 */
export const latencyDraw =
  (random: Random, scale = 1): DrawLatency =>
  (quantiles) => {
    const probability = random();
    const upper = quantiles.findIndex(([limit]) => limit > probability);
    const [lowAt, low] = quantiles[upper - 1] ?? [0, 0];
    const [highAt, high] = quantiles[upper] ?? [1, low];
    return scale * (low + ((high - low) * (probability - lowAt)) / (highAt - lowAt));
  };

export const meanOf = (quantiles: Quantiles): number =>
  quantiles.slice(1).reduce((total, [at, high], n) => {
    const [lowAt, low] = quantiles[n] ?? [0, 0];
    return total + (at - lowAt) * ((low + high) / 2);
  }, 0);
