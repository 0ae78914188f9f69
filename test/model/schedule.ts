import { onOrderPaid } from '../../functions/inventory/on-order-paid/on-order-paid.ts';
import type { ToEnvelopes } from '../../functions/inventory/domain/change-reservation.ts';
import { batchIdOf, secondOf } from '../../functions/inventory/domain/escrow/batch-id.ts';
import type { StockRequest } from '../../functions/inventory/domain/escrow/grouping.ts';
import type { SoldOutMemory } from '../../functions/inventory/domain/escrow/sold-out.ts';
import { releaseStock } from '../../functions/inventory/release-stock/release-stock.ts';
import { reserveStock } from '../../functions/inventory/reserve-stock/reserve-stock.ts';
import { sweepBatches } from '../../functions/inventory/sweep-batches/sweep-batches.ts';
import { memoryEscrowStore } from '../support/memory/inventory-escrow-store.ts';
import { memoryReservationStore } from '../support/memory/inventory-reservation-store.ts';
import { memoryStockStore } from '../support/memory/inventory-stock-store.ts';
import { openBooks, type Violation } from './books.ts';
import { createCalls, type Invocation } from './calls.ts';
import type { Mutant, Ports, Stores } from './mutants.ts';
import { drawPlan, type PlannedOrder } from './plan.ts';
import { randomOf } from './random.ts';

const NOW = '2026-03-01T09:00:00.000Z';
/** A time at which every batch's worker is taken for dead. */
const LATER = '2026-03-01T10:00:00.000Z';
const NOW_DIGITS = batchIdOf(Date.parse(NOW) / 1000, new Uint8Array(5)).slice(0, 6);
if (secondOf(NOW_DIGITS) * 1000 !== Date.parse(NOW))
  throw new Error('Batch ids of the model have the wrong time');

const CAUSE = { correlationId: 'c', causationId: 'm' };
const CONTEXT = { ...CAUSE, sentAt: NOW };
/** Steps for which a worker remembers what was sold out. */
const REMEMBERED_STEPS = 8;
/** Steps after which a schedule counts as stuck: the longest sound one takes a tenth of it. */
const MAX_STEPS = 5000;

interface Mail {
  readonly kind: 'ask' | 'end' | 'pay';
  readonly order: PlannedOrder;
  readonly attempt: number;
}

/** The envelopes of the model: who reads them wants to know the type alone. */
const toEnvelopes: ToEnvelopes = (events, row) =>
  events.map(({ type }) => ({
    id: row.orderId,
    type:
      type !== 'AnswerRepeated'
        ? type
        : row.status === 'REJECTED'
          ? 'StockReservationFailed'
          : 'StockReserved',
    data: undefined,
  }));

const same = <Value>(value: Value): Value => value;

/** One schedule: a small world that is let go on one step at a time, with everything after `seed` drawn from it. */
export interface Schedule {
  readonly seed: number;
  /** Does one step. All microtasks must have run since the last one. @returns whether the schedule is over. */
  step(): boolean;
  readonly violation: () => Violation | undefined;
  readonly steps: () => number;
  readonly faults: () => number;
  /** What happened, where the schedule was begun with `traced`. */
  readonly trace: readonly string[];
}

/** Begins a schedule of the loop, or of a mutant of it. */
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
  const escrow = memoryEscrowStore(stock, reservations, same);
  const books = openBooks(
    stock,
    () => reservations.rows,
    () => escrow,
  );
  const stores: Stores = { plan, stock, escrow, reservations };
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
    escrow: port('escrow', changed.escrow, {
      putManifest: 'write',
      loadManifest: 'read',
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

  let ids = 0;
  const lastOf = new Map<string, { readonly at: number; readonly available: number }>();
  const soldOut: SoldOutMemory = {
    note: (productId, { available, open }) => {
      if (open.length > 0) lastOf.delete(productId);
      else lastOf.set(productId, { at: steps, available });
    },
    availableOf: (productId) => {
      const last = lastOf.get(productId);
      return last !== undefined && steps - last.at < REMEMBERED_STEPS ? last.available : undefined;
    },
  };
  const dependencies = {
    ...ports,
    toEnvelopes,
    soldOut,
    pause: () => effectless('pause'),
    now: () => (isDraining || random.chance(0.25) ? LATER : NOW),
    // Now and then an id that was used before: its manifest's insertion must find it.
    newBatchId: () => {
      if (ids === 0 || !random.chance(0.02)) ids += 1;
      return `${NOW_DIGITS}${ids}`;
    },
    requeue: (message: { readonly id: string; readonly data: unknown }) =>
      ports.requeue(message.id, message.data as number),
  };
  const reserve = reserveStock(dependencies);
  const release = releaseStock(dependencies);
  const pay = onOrderPaid(dependencies);
  const sweep = sweepBatches({
    ...dependencies,
    now: () => LATER,
    products: {
      activeIds: async () => ({ items: ['a'] }),
      inactiveIds: async () => ({ items: ['b'] }),
    },
  });

  const work = async (taken: readonly Mail[]): Promise<ReadonlyMap<string, unknown>> => {
    const [first] = taken;
    if (first === undefined) return new Map();
    switch (first.kind) {
      case 'ask': {
        const requests = taken.map(({ order: { orderId, lines }, attempt }): StockRequest => ({
          orderId,
          items: lines,
          attempt,
          requestedAt: NOW,
          cause: CAUSE,
          message: { id: orderId, type: 'OrderCreated', data: attempt },
        }));
        return reserve(requests);
      }
      case 'end':
        return release(taken.map(({ order: { orderId } }) => ({ orderId, requestedAt: NOW, cause: CAUSE })));
      case 'pay': {
        await pay({ orderId: first.order.orderId }, CONTEXT);
        return new Map();
      }
    }
  };

  /** Takes some messages of one kind, as a queue hands them out. */
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
  /** All is still: what dead workers left is swept, and then everything must be settled. */
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
        books.fail('every order is decided', `nothing ended within ${MAX_STEPS} steps`);
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
