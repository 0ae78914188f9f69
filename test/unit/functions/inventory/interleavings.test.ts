import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { isConserved } from '../../../../functions/inventory/group-commit/conservation.ts';
import { LEASE_SECONDS } from '../../../../functions/inventory/group-commit/batch-id.ts';
import { linesOf } from '../../../../functions/inventory/domain/stock.ts';
import { addSeconds } from '../../../../shared/kernel/clock.ts';
import {
  context,
  inventory,
  type InventoryStores,
  orderCancelled,
  orderCreated,
  orderExpired,
  orderIdOf,
  orderPaid,
} from '../../../support/inventory.ts';

/** What happens to a storage call. With `works-unseen`, the call takes effect, but the caller gets an error. */
type Fate = 'works' | 'contended' | 'fails' | 'works-unseen';

/** A message that arrives after an order was placed, and is about this order. */
type Follow = 'again' | 'ask-again' | 'paid' | 'cancelled' | 'cancelled-late' | 'expired';

const lines = fc
  .array(fc.record({ productId: fc.constantFrom('a', 'b', 'c'), quantity: fc.integer({ min: 1, max: 4 }) }), {
    minLength: 1,
    maxLength: 3,
  })
  // Reverses the sorted lines, because customers send items in any order. Each product has one line.
  .map((items) => linesOf(items).toReversed());

const follow = fc.constantFrom<Follow>(
  'again',
  'ask-again',
  'paid',
  'cancelled',
  'cancelled-late',
  'expired',
);
const orders = fc.array(fc.record({ lines, follows: fc.array(follow, { maxLength: 4 }) }), {
  minLength: 1,
  maxLength: 5,
});
const stocked = fc.record({ a: fc.nat(8), b: fc.nat(8), c: fc.nat(8) });
const fates = fc.infiniteStream(
  fc.oneof(
    { weight: 6, arbitrary: fc.constant<Fate>('works') },
    { weight: 1, arbitrary: fc.constantFrom<Fate>('contended', 'fails', 'works-unseen') },
  ),
);

/** Stores whose calls wait for their turn in the schedule. Then the next `Fate` says what happens to the call. */
const unreliable =
  (turn: () => Promise<unknown>, nextFate: () => Fate) =>
  ({ reservations: store, batches }: InventoryStores): InventoryStores => {
    const meet = async <Outcome>(call: () => Promise<Outcome>): Promise<Outcome | 'contended'> => {
      await turn();
      const fate = nextFate();
      if (fate === 'contended') return 'contended';
      if (fate === 'fails') throw new Error('connection refused');
      const outcome = await call();
      if (fate === 'works-unseen') throw new Error('connection lost');
      return outcome;
    };
    /** Makes a call that never conflicts with a transaction, so the call never returns `contended`. */
    const answer = async <Outcome>(call: () => Promise<Outcome>): Promise<Outcome> => {
      await turn();
      return call();
    };
    return {
      reservations: {
        load: (orderId) => answer(() => store.load(orderId)),
        reserve: (...args) => meet(() => store.reserve(...args)),
        insert: (...args) => meet(() => store.insert(...args)),
        commit: (...args) => meet(() => store.commit(...args)),
        save: (...args) => meet(() => store.save(...args)),
        release: (...args) => meet(() => store.release(...args)),
      },
      batches: {
        putIntent: (...args) => answer(() => batches.putIntent(...args)),
        loadIntent: (...args) => answer(() => batches.loadIntent(...args)),
        open: (...args) => meet(() => batches.open(...args)),
        close: (...args) => meet(() => batches.close(...args)),
        stock: (...args) => answer(() => batches.stock(...args)),
        stocks: (...args) => answer(() => batches.stocks(...args)),
        insertRow: (...args) => meet(() => batches.insertRow(...args)),
        releaseRow: (...args) => meet(() => batches.releaseRow(...args)),
        rows: (...args) => answer(() => batches.rows(...args)),
      },
    };
  };

const DELIVERIES = 60;

/** The time between two deliveries of a message. It is longer than the lease of a batch. */
const WAIT_SECONDS = LEASE_SECONDS + 2;

/** Delivers a message repeatedly, as a queue does, until `react` returns that it is done. */
const deliver = async (react: () => Promise<boolean>, wait: () => void): Promise<void> => {
  for (let delivery = 1; ; delivery += 1) {
    try {
      if (await react()) return;
      if (delivery === DELIVERIES) throw new Error('Never decided');
    } catch (error) {
      if (delivery === DELIVERIES) throw error;
    }
    wait();
  }
};

describe('any orders, with messages repeated, interleaved and interrupted anywhere', () => {
  it('lose and invent no unit, are reserved completely or not at all, and reach the right final state', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), orders, stocked, fates, async (scheduler, placed, units, fated) => {
        const turn = () => scheduler.schedule(Promise.resolve());
        const nextFate = (): Fate => fated.next().value ?? 'works';
        const shop = inventory(units, unreliable(turn, nextFate));
        const { react, reservations, published, requeued, clock } = shop;
        const wait = (): void => {
          clock.now = addSeconds(clock.now, WAIT_SECONDS);
        };
        /** A message is done if its reaction did not send it to the queue again. */
        const isDone = (id: string): boolean => {
          const at = requeued.findIndex((message) => message.id === id);
          if (at >= 0) requeued.splice(at, 1);
          return at < 0;
        };

        const reactTo = (
          orderId: string,
          wanted: typeof placed,
          n: number,
          message: Follow | 'created',
          id: string,
        ) => {
          const items = wanted[n]?.lines ?? [];
          switch (message) {
            case 'created':
            case 'again':
              return react.OrderCreated(orderCreated(items, { orderId }), context(id));
            case 'ask-again':
              return react.OrderCreated(orderCreated(items, { orderId, attempt: 2 }), context(id));
            case 'paid':
              return react.OrderPaid(orderPaid(orderId), context(id));
            case 'cancelled':
              return react.OrderCancelled(orderCancelled('PAID', orderId), context(id));
            case 'cancelled-late':
              return react.OrderCancelled(orderCancelled('READY', orderId), context(id));
            case 'expired':
              return react.OrderExpired(orderExpired(orderId), context(id));
          }
        };
        const deliveries = placed.flatMap(({ follows }, n) =>
          (['created', ...follows] as const).map((message, serial) => {
            const id = `${message}-${n}-${serial}`;
            return deliver(async () => {
              await reactTo(orderIdOf(n), placed, n, message, id);
              return isDone(id);
            }, wait);
          }),
        );
        await scheduler.waitFor(Promise.all(deliveries));

        expect([...shop.balances().values()].filter((balance) => !isConserved(balance))).toEqual([]);
        for (const [n, { lines: wanted, follows }] of placed.entries()) {
          const row = reservations.rows.get(orderIdOf(n))?.state;
          const ended = follows.includes('cancelled') || follows.includes('expired');
          const paid = follows.includes('paid');
          const ends = ended ? ['RELEASED', 'REJECTED'] : [paid ? 'COMMITTED' : 'RESERVED', 'REJECTED'];
          expect(ends).toContain(row?.status);
          if (row?.status === 'RESERVED' || row?.status === 'COMMITTED')
            expect(row.lines).toEqual(linesOf(wanted));
          const answers = published.filter(({ id }) => id.endsWith(orderIdOf(n))).map(({ type }) => type);
          const both = ['StockReserved', 'StockReservationFailed'].every((type) => answers.includes(type));
          expect(both).toBe(false);
        }
      }),
      { numRuns: 300, seed: 20260301 },
    );
  });
});
