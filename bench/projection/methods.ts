import type { Random } from '../random.ts';
import type { Simulation, Steps } from './engine.ts';
import { latencyDraw, transactionOf, type DrawLatency } from './latency.ts';
import { elsewhere, hotPartition, type HotPartition } from './partition.ts';

/** Reservations that one Lambda function inserts in a second, in parallel. This is an assumption, not a measurement. */
export const ROWS_PER_SECOND = 2000;

/** Metered bytes of Orderly's stock item without open (unfinished) batches, and the bytes that each open batch adds. */
export const STOCK_BYTES = 61;
export const BATCH_BYTES = 12;

/** Milliseconds to wait before try number `attempt` + 1: exponential backoff with full jitter, as in Orderly. */
const backoff = (random: Random, attempt: number): number =>
  random() * Math.min(800, 25 * 2 ** (attempt - 1));

/** Settles a batch of orders, the oldest first. Calls `decided` with the number of orders that were just decided. */
export type Settle = (orders: number, decided: (count: number) => void) => Steps;

export interface World {
  readonly partition: HotPartition;
  readonly draw: DrawLatency;
  readonly random: Random;
}

/** A simulated design that settles (accepts or refuses) the orders of one product. */
export interface Method {
  readonly name: string;
  /** True if a batch is settled as a unit, false if its orders are settled one by one. */
  readonly grouped: boolean;
  /** Creates the state that all workers share. */
  readonly begin: (world: World) => Settle;
}

/** Builds a method that settles the orders of a batch one after another. */
const perOrder = (name: string, begin: (world: World) => () => Steps): Method => ({
  name,
  grouped: false,
  begin: (world) => {
    const settleOne = begin(world);
    return function* settle(orders, decided) {
      for (let order = 0; order < orders; order += 1) {
        yield* settleOne();
        decided(1);
      }
    };
  },
});

const one = (): number => 1;

const lock = perOrder('Lock', ({ partition, draw, random }) => {
  let locked = false;
  const tryLock = (): boolean => {
    const free = !locked;
    locked = true;
    return free;
  };
  return function* settleOne() {
    for (let attempt = 1; !(yield* partition.write(one, tryLock)); attempt += 1) {
      yield backoff(random, attempt);
    }
    yield* elsewhere(draw); // look for the reservation
    yield* partition.read(() => {});
    yield* partition.write(one, () => {});
    yield* elsewhere(draw); // insert the reservation
    yield* partition.write(one, () => {
      locked = false;
    });
  };
});

const optimisticVersion = perOrder('Optimistic version', ({ partition, draw, random }) => {
  let version = 0;
  return function* settleOne() {
    yield* elsewhere(draw);
    for (let attempt = 1; ; attempt += 1) {
      const seen = yield* partition.read(() => version);
      const written = yield* partition.write(one, () => {
        const unchanged = version === seen;
        if (unchanged) version += 1;
        return unchanged;
      });
      if (written) break;
      yield backoff(random, attempt);
    }
    yield* elsewhere(draw);
  };
});

const conditionalUpdate = perOrder(
  'Conditional update per order',
  ({ partition, draw }) =>
    function* settleOne() {
      yield* elsewhere(draw);
      yield* partition.write(one, () => {});
      yield* elsewhere(draw);
    },
);

function* transactUntilDone({ partition, random }: World, items: number): Steps {
  for (let attempt = 1; ; attempt += 1) {
    if ((yield* partition.transact(transactionOf(items), () => {})) === 'done') return;
    yield backoff(random, attempt);
  }
}

const transactionPerOrder = perOrder('Transaction per order', (world) => () => transactUntilDone(world, 2));

/** A transaction has at most 100 items: the stock item and 99 reservations. */
const MOST_ROWS = 99;

const transactionPerGroup: Method = {
  name: 'Transaction per group',
  grouped: true,
  begin: (world) =>
    function* settle(orders, decided) {
      for (let left = orders; left > 0; left -= MOST_ROWS) {
        const rows = Math.min(left, MOST_ROWS);
        yield* transactUntilDone(world, rows + 1);
        decided(rows);
      }
    },
};

const groupCommit: Method = {
  name: 'Group commit (Orderly)',
  grouped: true,
  begin: ({ partition, draw }) => {
    let open = 0;
    const units = (): number => Math.ceil((STOCK_BYTES + BATCH_BYTES * (open + 1)) / 1024);
    return function* settle(orders, decided) {
      yield* elsewhere(draw); // insert the intent
      yield* partition.write(units, () => {
        open += 1;
      });
      yield (orders * 1000) / ROWS_PER_SECOND;
      yield* elsewhere(draw); // wait for the last reservation
      decided(orders);
      yield* partition.write(units, () => {
        open -= 1;
      });
    };
  },
};

/**
 * All methods, with the same names as in the measurement (bench/measure/steps.ts). Counter shards are left out, because
 * they behave like several conditional updates in parallel.
 */
export const methods = {
  lock,
  'optimistic-version': optimisticVersion,
  'conditional-update': conditionalUpdate,
  'transaction-per-order': transactionPerOrder,
  'transaction-per-group': transactionPerGroup,
  'group-commit': groupCommit,
} as const satisfies Readonly<Record<string, Method>>;

export type MethodName = keyof typeof methods;

/** Starts a method in a simulation. A `latencyScale` below 1 makes calls faster. */
export const beginMethod = (
  simulation: Simulation,
  random: Random,
  method: MethodName,
  latencyScale = 1,
): { readonly settle: Settle; readonly partition: HotPartition } => {
  const draw = latencyDraw(random, latencyScale);
  const partition = hotPartition(simulation, draw);
  return { settle: methods[method].begin({ partition, draw, random }), partition };
};
