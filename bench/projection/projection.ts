import { methods, type MethodName } from './methods.ts';
import { latenciesUnder, type Dealing, type Latencies } from './load.ts';
import { bestSaturation, type Saturation } from './saturation.ts';

/** Batch sizes that are projected. */
export const BATCH_SIZES = [1, 10, 50, 99, 1000] as const;
/** Loads, as parts of a method's saturation. */
export const LOADS = [0.1, 0.3, 0.5, 0.7, 0.8, 0.9] as const;
/** The load at which waits are tabulated. */
export const TABLED_LOAD = 0.7;
/** How much faster calls might be than published, for the question what would follow. */
export const FASTER = 0.5;

/** A method with a batch size, and how much it can take. */
export interface Projected {
  readonly name: string;
  readonly best: Saturation;
  /** The same with calls that take half as long. */
  readonly faster: Saturation;
}

const names = Object.keys(methods) as readonly MethodName[];

/** Batch size of methods that settle one order after another: it changes nothing. */
const UNGROUPED = 10;

/** How much each method can take, at each batch size that makes a difference to it. */
export const projectSaturation = (seed: number): readonly Projected[] =>
  names.flatMap((method) =>
    (methods[method].grouped ? BATCH_SIZES : [UNGROUPED]).map((batchSize) => ({
      name: methods[method].name,
      best: bestSaturation(method, batchSize, seed),
      faster: bestSaturation(method, batchSize, seed, FASTER),
    })),
  );

/** AWS: batches of more than 10 messages need a window of at least a second. */
const windowOf = (batchSize: number): number => (batchSize > 10 ? 1000 : 0);

/** How long orders take at parts of what a method can take. */
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
