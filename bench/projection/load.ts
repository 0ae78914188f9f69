import { seededRandom } from '../random.ts';
import { newSimulation, type Steps } from './engine.ts';
import { beginMethod, type MethodName } from './methods.ts';

/** How the queue distributes messages to waiting workers. AWS does not publish this, so both extremes are simulated. */
export type Dealing =
  /** Fills one batch after another. */
  | 'one-by-one'
  /** Sends each message to a random waiting worker. So all batches fill slowly, and often wait for their `window`. */
  | 'spread';

/** A load to simulate. */
export interface Load {
  readonly method: MethodName;
  readonly batchSize: number;
  readonly workers: number;
  /** Average rate of orders, which arrive at random times (a Poisson process). */
  readonly ordersPerSecond: number;
  /** Milliseconds that a batch waits for more messages. AWS requires at least 1,000 for batches of more than 10. */
  readonly window: number;
  readonly dealing: Dealing;
  readonly seed: number;
}

/** Simulated milliseconds since an order's arrival in the queue. */
export interface Latencies {
  readonly load: Load;
  /** Milliseconds until a worker starts the order's batch. */
  readonly waitP50: number;
  readonly waitP99: number;
  /** Milliseconds until the order's reservation is written. */
  readonly decidedP50: number;
  readonly decidedP99: number;
}

/** The batch of a waiting worker. */
interface OpenBatch {
  readonly arrivals: number[];
  deadlineSet: boolean;
}

/**
 * Orders arrive for this many simulated seconds before the measurement ends. If fewer than `FEWEST` orders would arrive
 * in this time, the time is longer. If more than `MOST` orders would arrive, the time is shorter.
 */
const SECONDS = 4;
const FEWEST = 4_000;
const MOST = 500_000;
/** The share of this time that is a warm-up, at its beginning. Orders that arrive in the warm-up are not measured. */
const WARM_UP = 0.2;

/** Returns a percentile. `part` is from 0 to 1. */
export const percentile = (values: readonly number[], part: number): number => {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
};

/** Simulates an open load (arrivals do not wait for earlier orders) and returns the latencies. */
export const latenciesUnder = (load: Load): Latencies => {
  const { batchSize, workers, ordersPerSecond, window } = load;
  const simulation = newSimulation();
  const random = seededRandom(load.seed);
  const { settle } = beginMethod(simulation, random, load.method);
  const orders = Math.min(MOST, Math.max(FEWEST, SECONDS * ordersPerSecond));
  // Orders that arrive between `begin` and `end` are measured. Further orders arrive until all measured orders are
  // decided.
  const end = (orders * 1000) / ordersPerSecond;
  const begin = WARM_UP * end;
  const isMeasured = (arrival: number): boolean => arrival >= begin && arrival < end;
  const waits: number[] = [];
  const decided: number[] = [];
  const open: OpenBatch[] = [];
  const backlog: number[] = [];
  let taken = 0;
  let measured = 0;

  const dispatch = (batch: OpenBatch): void => {
    open.splice(open.indexOf(batch), 1);
    const { arrivals } = batch;
    for (const arrival of arrivals) if (isMeasured(arrival)) waits.push(simulation.now() - arrival);
    simulation.start(work(arrivals));
  };

  function* work(arrivals: readonly number[]): Steps {
    let at = 0;
    yield* settle(arrivals.length, (count) => {
      for (const arrival of arrivals.slice(at, at + count)) {
        if (isMeasured(arrival)) decided.push(simulation.now() - arrival);
      }
      at += count;
    });
    becomeIdle();
  }

  /**
   * Gives a batch to its worker if the batch is full, or if batches do not wait (`window` is 0). Otherwise plans to do
   * this when the batch's window ends.
   */
  const consider = (batch: OpenBatch): void => {
    if (batch.arrivals.length === 0) return;
    if (batch.arrivals.length >= batchSize || window === 0) {
      dispatch(batch);
      return;
    }
    if (batch.deadlineSet) return;
    batch.deadlineSet = true;
    simulation.after(window, () => {
      if (open.includes(batch)) dispatch(batch);
    });
  };

  const becomeIdle = (): void => {
    const arrivals = backlog.slice(taken, taken + batchSize);
    taken += arrivals.length;
    const batch: OpenBatch = { arrivals, deadlineSet: false };
    open.push(batch);
    consider(batch);
  };

  function* arrive(): Steps {
    for (;;) {
      yield (-Math.log(1 - random()) * 1000) / ordersPerSecond;
      if (isMeasured(simulation.now())) measured += 1;
      const batch = open[load.dealing === 'spread' ? Math.floor(random() * open.length) : 0];
      if (batch === undefined) {
        backlog.push(simulation.now());
      } else {
        batch.arrivals.push(simulation.now());
        consider(batch);
      }
    }
  }

  for (let worker = 0; worker < workers; worker += 1) becomeIdle();
  simulation.start(arrive());
  simulation.runUntil(end);
  while (decided.length < measured) simulation.runUntil(simulation.now() + 100);
  return {
    load,
    waitP50: percentile(waits, 0.5),
    waitP99: percentile(waits, 0.99),
    decidedP50: percentile(decided, 0.5),
    decidedP99: percentile(decided, 0.99),
  };
};
