import { methods, type MethodName } from './methods.ts';
import { latenciesUnder, type Dealing, type Latencies } from './load.ts';
import { bestSaturation, type Saturation } from './saturation.ts';

export const BATCH_SIZES = [1, 10, 50, 99, 1000] as const;
/** The loads to project, as fractions of the load at which a method is saturated. */
export const LOADS = [0.1, 0.3, 0.5, 0.7, 0.8, 0.9] as const;
/** The load in the table of waiting times, as a fraction of the load at which a method is saturated. */
export const TABLED_LOAD = 0.7;
/** Factor for all latencies in the projection with faster calls. */
export const FASTER = 0.5;

/** The saturation (maximum throughput) of a method with one batch size. */
export interface Projected {
  readonly name: string;
  readonly best: Saturation;
  /** The saturation if all calls take half as long. */
  readonly faster: Saturation;
}

const names = Object.keys(methods) as readonly MethodName[];

/** Batch size of methods that settle orders one by one. The size does not change the result of these methods. */
const UNGROUPED = 10;

/** Projects the saturation of each method, for each batch size that makes a difference. */
export const projectSaturation = (seed: number): readonly Projected[] =>
  names.flatMap((method) =>
    (methods[method].grouped ? BATCH_SIZES : [UNGROUPED]).map((batchSize) => ({
      name: methods[method].name,
      best: bestSaturation(method, batchSize, seed),
      faster: bestSaturation(method, batchSize, seed, FASTER),
    })),
  );

/** AWS requires a window of at least one second for batches of more than 10 messages. */
const windowOf = (batchSize: number): number => (batchSize > 10 ? 1000 : 0);

/** Projects latencies under loads that are fractions (`parts`) of a method's saturation. */
export const projectLatency = (
  { best }: Projected,
  parts: readonly number[],
  dealing: Dealing,
  seed: number,
): readonly Latencies[] =>
  parts.map((part) =>
    latenciesUnder({
      method: best.method,
      batchSize: best.batchSize,
      workers: best.workers,
      ordersPerSecond: part * best.ordersPerSecond,
      window: windowOf(best.batchSize),
      dealing,
      seed,
    }),
  );
