import type { Random } from '../random.ts';

/** Milliseconds at cumulative probabilities, both rising. */
export type Quantiles = readonly (readonly [probability: number, milliseconds: number])[];

/**
 * Latencies of one PutItem and of transactions, as a Lambda function saw them: minimum, p50, p90, p95, p99, maximum.
 * Source: Alex DeBrie, "DynamoDB Transactions Performance Testing", 2020, alexdebrie.com/posts/dynamodb-transactions-performance,
 * 400 calls each; results in github.com/alexdebrie/dynamodb-performance-testing.
 */
const published = {
  put: [5.47, 7.55, 11.3, 13.2, 16.2, 29],
  transactionOf5: [19.4, 25.3, 30.7, 36.4, 92.5, 218],
  transactionOf25: [23.5, 32.1, 40.5, 47.2, 97.5, 258],
} as const;

const PROBABILITIES = [0, 0.5, 0.9, 0.95, 0.99, 1] as const;

const quantilesOf = (milliseconds: readonly number[]): Quantiles =>
  PROBABILITIES.map((probability, n) => [probability, milliseconds[n] ?? 0] as const);

/** One write of one item. A strongly consistent read of one item is taken to be as long: no source has both. */
export const singleItem: Quantiles = quantilesOf(published.put);

/** A transaction of some items: along the straight line through the two published sizes. */
export const transactionOf = (items: number): Quantiles =>
  quantilesOf(
    published.transactionOf5.map((five, n) => {
      const perItem = ((published.transactionOf25[n] ?? five) - five) / 20;
      return five + perItem * (items - 5);
    }),
  );

/** Draws how long a call takes. */
export type DrawLatency = (quantiles: Quantiles) => number;

/**
 * Draws from distributions, straight lines between their quantiles.
 * @param scale multiplies all that is drawn, to see what follows if calls are faster than published.
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

/** Its mean. */
export const meanOf = (quantiles: Quantiles): number =>
  quantiles.slice(1).reduce((total, [at, high], n) => {
    const [lowAt, low] = quantiles[n] ?? [0, 0];
    return total + (at - lowAt) * ((low + high) / 2);
  }, 0);
