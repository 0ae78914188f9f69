import { seededRandom } from '../random.ts';
import { newSimulation, type Steps } from './engine.ts';
import { beginMethod, type MethodName } from './methods.ts';

/** Throughput of a number of workers that never run out of orders. */
export interface Saturation {
  readonly method: MethodName;
  readonly batchSize: number;
  readonly workers: number;
  readonly ordersPerSecond: number;
  /** Write units of the hot partition for each order, including failed attempts. */
  readonly hotUnitsPerOrder: number;
}

/** Simulated milliseconds of the warm-up and of the measurement. */
const WARM_UP = 5_000;
const COUNTED = 30_000;

/** Simulates workers that never run out of orders. The same seed gives exactly the same result. */
export const saturate = (
  method: MethodName,
  batchSize: number,
  workers: number,
  seed: number,
  latencyScale = 1,
): Saturation => {
  const simulation = newSimulation();
  const random = seededRandom(seed);
  const { settle, partition } = beginMethod(simulation, random, method, latencyScale);
  let done = 0;
  function* work(): Steps {
    // Workers that start at the same time would stay synchronised, so each worker waits for a random time first.
    yield random() * 100;
    for (;;) {
      yield* settle(batchSize, (count) => {
        done += count;
      });
    }
  }
  for (let worker = 0; worker < workers; worker += 1) simulation.start(work());
  simulation.runUntil(WARM_UP);
  const [doneBefore, unitsBefore] = [done, partition.consumed()];
  simulation.runUntil(WARM_UP + COUNTED);
  const orders = done - doneBefore;
  return {
    method,
    batchSize,
    workers,
    ordersPerSecond: (orders * 1000) / COUNTED,
    hotUnitsPerOrder: (partition.consumed() - unitsBefore) / orders,
  };
};

/** Numbers of workers to try. They are far below Lambda's default concurrency, which is 1,000 for the whole account. */
export const WORKERS = [1, 2, 3, 4, 6, 8, 12, 16, 20, 24, 32, 40, 48, 64, 80, 96, 120, 140, 160] as const;

/** Tries all numbers of workers and returns the best result, so that the comparison is fair to each method. */
export const bestSaturation = (
  method: MethodName,
  batchSize: number,
  seed: number,
  latencyScale = 1,
): Saturation => {
  let best = saturate(method, batchSize, 1, seed, latencyScale);
  for (const workers of WORKERS.slice(1)) {
    const tried = saturate(method, batchSize, workers, seed, latencyScale);
    // A larger number of workers is chosen only if its throughput is more than 1 % higher.
    if (tried.ordersPerSecond > best.ordersPerSecond * 1.01) best = tried;
  }
  return best;
};
