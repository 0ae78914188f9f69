import { memoryBatchStore } from '../support/memory/inventory-batch-store.ts';
import { memoryReservationStore } from '../support/memory/inventory-reservation-store.ts';
import { memoryStockStore } from '../support/memory/inventory-stock-store.ts';
import { openBooks, type Violation } from './books.ts';
import { createCalls, type Invocation } from './calls.ts';
import { REMEMBERED_STEPS, wireCode, type Mail } from './code.ts';
import type { Mutant, Ports, Stores } from './mutant.ts';
import { drawPlan } from './plan.ts';
import { randomOf } from './random.ts';

/** A schedule that takes more steps than this counts as stuck. Correct schedules take far fewer steps. */
const MAX_STEPS = 5000;

const same = <Value>(value: Value): Value => value;

/** One interleaving of workers on a few orders. It runs step by step, and its seed determines everything. */
export interface Schedule {
  readonly seed: number;
  /**
   * Runs one step. All microtasks of the previous step must have run.
   * @returns whether the schedule is finished.
   */
  step(): boolean;
  readonly violation: () => Violation | undefined;
  readonly steps: () => number;
  readonly faults: () => number;
  /** One line for each step. The list is empty unless the schedule was started with `traced`. */
  readonly trace: readonly string[];
}

/** Starts a schedule of the real algorithm or of a mutant. */
export const beginSchedule = (seed: number, mutant?: Mutant, traced = false): Schedule => {
  const random = randomOf(seed);
  const plan = drawPlan(random);
  const trace: string[] = [];
  const note = (text: () => string): void => {
    if (traced) trace.push(text());
  };

  const stock = memoryStockStore(undefined);
  let writer: Invocation | undefined;
  const reservations = memoryReservationStore(
    stock,
    (id, row, before) => books.wrote(id, row, before, (writer?.startedAt ?? 0) - REMEMBERED_STEPS),
    same,
  );
  const batches = memoryBatchStore(stock, reservations, same);
  const books = openBooks(
    stock,
    () => reservations.rows,
    () => batches,
  );
  const stores: Stores = { plan, stock, batches, reservations };
  const changed = { ...stores, ...mutant?.below?.(stores) };

  let steps = 0;
  let isDraining = false;
  const calls = createCalls({
    plan,
    random,
    note,
    step: () => steps,
    effect: (invocation, run) => {
      writer = invocation;
      const answer = run();
      books.balance(steps);
      return answer;
    },
  });

  for (const [productId, units] of Object.entries(plan.stock))
    if (units > 0) stock.add(productId, units, units);
  books.balance(0);

  const mail: Mail[] = [];
  for (const order of plan.orders) {
    for (const attempt of order.asks) mail.push({ kind: 'ask', order, attempt });
    if (order.paid) mail.push({ kind: 'pay', order, attempt: 1 });
    if (order.ended) mail.push({ kind: 'end', order, attempt: 1 });
  }
  const restocks = [...plan.restocks];

  const { port, effectless } = calls;
  const real: Ports = {
    batches: port('batches', changed.batches, {
      putIntent: 'write',
      loadIntent: 'read',
      open: 'once',
      close: 'contended-write',
      stock: 'read',
      stocks: 'read',
      insertRow: 'write',
      releaseRow: 'write',
      rows: 'read',
    }),
    reservations: port('reservations', changed.reservations, {
      load: 'read',
      reserve: 'contended-write',
      insert: 'write',
      commit: 'contended-write',
      save: 'write',
      release: 'contended-write',
    }),
    requeue: (orderId, attempt) =>
      calls.make('requeue', 'write', async () => {
        const order = plan.orders.find((one) => one.orderId === orderId)!;
        mail.push({ kind: 'ask', order, attempt });
      }),
  };
  const ports = { ...real, ...mutant?.above?.(real) };

  const { work, sweep } = wireCode({
    ports,
    random,
    pause: () => effectless('pause'),
    step: () => steps,
    isDraining: () => isDraining,
  });

  /** Takes at most one batch of messages of one kind, as a worker receives them from a queue. */
  const receive = (): readonly Mail[] => {
    const start = random.below(mail.length);
    const { kind } = mail[start]!;
    const taken: Mail[] = [];
    const most = kind === 'pay' ? 1 : plan.batchSize;
    for (let at = start; at < mail.length && taken.length < most;) {
      const one = mail[at]!;
      if (one.kind !== kind) at += 1;
      else taken.push(...mail.splice(at, 1));
    }
    return taken;
  };

  const startWorker = (): void => {
    const taken = receive();
    note(
      () =>
        `begin ${taken.map(({ kind, order, attempt }) => `${kind} ${order.orderId}#${attempt}`).join(', ')}`,
    );
    calls.start(
      () => work(taken),
      (failures) => {
        const again =
          failures === undefined ? taken : taken.filter(({ order }) => failures.has(order.orderId));
        mail.push(...again);
        note(() => (again.length === 0 ? 'end' : `end, ${again.length} again`));
      },
    );
  };

  const isOpen = (): boolean => {
    for (const { open } of stock.items.values()) if (open.length > 0) return true;
    return false;
  };

  let sweeps = 0;
  /**
   * Runs when neither a worker nor a message is left. Finishes the batches that dead workers left open, then checks the
   * end state.
   */
  const drain = (): boolean => {
    isDraining = true;
    if (isOpen() && sweeps < plan.faults + 3) {
      sweeps += 1;
      calls.start(
        async () => {
          await sweep();
          return new Map();
        },
        () => undefined,
      );
      return false;
    }
    if (isOpen()) books.fail('nothing stays open', 'a batch was left open by the sweep');
    for (const { orderId, ended, paid } of plan.orders) {
      const status = reservations.rows.get(orderId)?.state.status;
      const allowed = ended ? ['RELEASED', 'REJECTED'] : [paid ? 'COMMITTED' : 'RESERVED', 'REJECTED'];
      if (status === undefined || !allowed.includes(status)) {
        books.fail(
          'every order ends where its messages lead',
          `${orderId} is ${status}, not ${allowed.join(' or ')}`,
        );
      }
    }
    return true;
  };

  return {
    seed,
    trace,
    steps: () => steps,
    faults: calls.faults,
    violation: books.violation,
    step: () => {
      steps += 1;
      if (books.violation() !== undefined) return true;
      if (steps > MAX_STEPS) {
        books.fail('every order is decided', `the schedule did not end within ${MAX_STEPS} steps`);
        return true;
      }
      if (restocks.length > 0 && random.chance(0.1)) {
        const { productId, quantity } = restocks.pop()!;
        stock.add(productId, quantity, quantity);
        books.balance(steps);
        return false;
      }
      if (mail.length > 0 && calls.working() < plan.workers && random.chance(0.3)) {
        startWorker();
        return false;
      }
      if (calls.step()) return false;
      if (mail.length > 0 && calls.working() < plan.workers) {
        startWorker();
        return false;
      }
      return calls.working() === 0 ? drain() : false;
    },
  };
};
