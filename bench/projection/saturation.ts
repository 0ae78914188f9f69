import { seededRandom } from '../random.ts';
import { newSimulation, type Steps } from './engine.ts';
import { beginMethod, type MethodName } from './methods.ts';

/** Workers, and what they get done while there is always a full batch waiting for each. */
export interface Saturation {
  readonly method: MethodName;
  readonly batchSize: number;
  readonly workers: number;
  readonly ordersPerSecond: number;
  /** Write units of the hot partition for each order, tries that failed included. */
  readonly hotUnitsPerOrder: number;
}

/** Simulated milliseconds before counting begins, and while it lasts. */
const WARM_UP = 5_000;
const COUNTED = 30_000;

/** Simulates so many workers under a backlog that never ends. The seed determines the result to the last digit. */
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
    // Workers that begin at the same moment would go on in step.
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

/** Numbers of workers that are tried. Lambda's default concurrency is 1,000 for the whole account. */
export const WORKERS = [1, 2, 3, 4, 6, 8, 12, 16, 20, 24, 32, 40, 48, 64, 80, 96, 120, 140, 160] as const;

/** The number of workers at which a method does best, so that none is shown in a bad light. */
export const bestSaturation = (
  method: MethodName,
  batchSize: number,
  seed: number,
  latencyScale = 1,
): Saturation => {
  let best = saturate(method, batchSize, 1, seed, latencyScale);
  for (const workers of WORKERS.slice(1)) {
    const tried = saturate(method, batchSize, workers, seed, latencyScale);
    // More workers have to be worth it: of two that are alike within 1 % the smaller number is kept.
    if (tried.ordersPerSecond > best.ordersPerSecond * 1.01) best = tried;
  }
  return best;
};
