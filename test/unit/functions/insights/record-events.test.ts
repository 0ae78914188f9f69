import { describe, expect, it } from '@jest/globals';
import {
  contributionOf,
  dayViewOf,
  sumOf,
  WITHIN_SECONDS,
} from '../../../../functions/insights/domain/figures.ts';
import type { OrderEvent } from '../../../../functions/insights/domain/fold.ts';
import { recordEvents } from '../../../../functions/insights/record-events.ts';
import type { RowStore } from '../../../../functions/insights/domain/row-store.ts';
import type { Delivery } from '../../../../shared/kernel/messages.ts';
import { history, ORDER_ID, orderEvent, placedAt } from '../../../support/insights.ts';
import { memoryRowStore, type MemoryRowStore } from '../../../support/memory/insights-row-store.ts';

const OTHER = '0195f0a0-0000-7000-8000-000000000002';
const DAY = '2026-03-01';
const pause = async (): Promise<void> => undefined;

const deliveryOf = ({ type, id, at, correlationId, causationId, data }: OrderEvent): Delivery<unknown> => ({
  data,
  context: { correlationId, causationId: id, sentAt: at },
  message: { type, id, data, causationId },
});

/** The history of a second order. */
const ofOther: readonly OrderEvent[] = history.map(
  (event) => JSON.parse(JSON.stringify(event).replaceAll(ORDER_ID, OTHER)) as OrderEvent,
);

const record = (rows: RowStore, events: readonly OrderEvent[]) =>
  recordEvents({ rows, pause, keepDays: 10 })(events.map(deliveryOf));

const expectCountedOnce = (rows: MemoryRowStore): void => {
  const all = [...rows.rows.values()].map(({ state }) => contributionOf(state));
  expect(rows.days.get(DAY)).toEqual(sumOf(all));
  expect(rows.days.get(DAY)).toMatchObject({ placed: 2, paid: 2, completed: 2 });
};

/** A store that counts its writes. The methods in `fail` replace its own, to make writes fail. */
const watched = (rows: MemoryRowStore, fail: Partial<RowStore> = {}) => {
  const writes: string[] = [];
  const noting = <Call extends (...args: never[]) => unknown>(name: string, call: Call): Call =>
    ((...args) => {
      writes.push(name);
      return call(...args);
    }) as Call;
  const save = noting('save', fail.save ?? rows.save);
  const saveCounted = noting('saveCounted', fail.saveCounted ?? rows.saveCounted);
  return { ...rows, save, saveCounted, writes };
};

describe('the events of a batch', () => {
  it('are one write, with the figures of all orders together', async () => {
    const rows = memoryRowStore();
    const store = watched(rows);
    const results = await record(store, [...history, ...ofOther]);
    expect(results).toHaveLength(22);
    expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(['done']));
    expect(store.writes).toEqual(['saveCounted']);
    expectCountedOnce(rows);
  });

  it('one by one are a write each, of which four change the figures', async () => {
    const rows = memoryRowStore();
    const store = watched(rows);
    for (const event of history) await record(store, [event]);
    const counted = store.writes.filter((name) => name === 'saveCounted');
    expect([store.writes.length, counted.length]).toEqual([11, 4]);
  });

  it('that arrive again are no write', async () => {
    const rows = memoryRowStore();
    await record(rows, history);
    const store = watched(rows);
    await record(store, history.toReversed());
    expect(store.writes).toEqual([]);
  });

  it('count once although another worker records the same events meanwhile', async () => {
    const rows = memoryRowStore();
    let isFirst = true;
    const racing = watched(rows, {
      saveCounted: async (writes, figures, expiryOf) => {
        if (isFirst) {
          isFirst = false;
          await record(rows, [...ofOther.slice(0, 6), ...history]);
        }
        return rows.saveCounted(writes, figures, expiryOf);
      },
    });
    const results = await record(racing, [...history, ...ofOther]);
    expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(['done']));
    expectCountedOnce(rows);
  });

  it('fail for the order alone whose row cannot be written', async () => {
    const rows = memoryRowStore();
    const store = watched(rows, {
      saveCounted: async (writes, figures, expiryOf) =>
        writes.some(({ row }) => row.orderId === OTHER)
          ? 'contended'
          : rows.saveCounted(writes, figures, expiryOf),
    });
    const results = await record(store, [orderEvent('OrderCreated'), ...ofOther.slice(0, 1)]);
    expect(results).toEqual([
      { outcome: 'done' },
      { outcome: 'failed', error: expect.objectContaining({ code: 'contention' }) },
    ]);
    expect(rows.days.get(DAY)).toEqual({ placed: 1 });
  });

  it('keep the row for the given days after the last event', async () => {
    const rows = memoryRowStore();
    await record(rows, history);
    const last = Date.parse(history.at(-1)!.at) / 1000;
    expect(rows.rows.get(ORDER_ID)?.expiresAt).toBe(Math.floor(last) + 10 * 86_400);
  });
});

describe('the figures of a day', () => {
  it('are kept for the given days after the day, whichever event changes them last', async () => {
    const rows = memoryRowStore();
    await record(rows, history);
    await record(rows, ofOther.slice(0, 1));
    expect(rows.dayExpiries).toEqual(new Map([[DAY, Date.parse('2026-03-11') / 1000]]));
  });

  it('are zero for a day without orders, and have no time to pay', () => {
    expect(dayViewOf(DAY, {})).toEqual({
      day: DAY,
      orders: { placed: 0, reserved: 0, paid: 0, completed: 0, rejected: 0, cancelled: 0, expired: 0 },
      rejectionRate: 0,
      expiryRate: 0,
      money: [],
      bestSellers: [],
    });
  });

  it('show rates, percentiles, money by currency, and ten best sellers', () => {
    const units = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`units:p-${n}`, n + 1]));
    const view = dayViewOf(DAY, {
      placed: 8,
      rejected: 2,
      expired: 1,
      'captured:USD': 5,
      'captured:EUR': 700,
      'refunded:EUR': 300,
      'paidIn:10': 18,
      'paidIn:98': 1,
      'paidIn:1221': 1,
      ...units,
    });
    expect([view.rejectionRate, view.expiryRate]).toEqual([0.25, 0.125]);
    expect(view.secondsToPay).toEqual({ p50: 10, p95: 98 });
    expect(view.money).toEqual([
      { currency: 'EUR', revenue: 700, refunds: 300 },
      { currency: 'USD', revenue: 5, refunds: 0 },
    ]);
    expect(view.bestSellers).toHaveLength(10);
    expect(view.bestSellers[0]).toEqual({ productId: 'p-11', units: 12 });
  });

  it('count an order in preparation as paid, although OrderPaid has not arrived', () => {
    const events = { 'OrderCreated:1': { at: placedAt }, OrderPreparing: { at: placedAt } };
    expect(contributionOf({ orderId: ORDER_ID, placedAt, units: { bun: 2 }, events })).toEqual({
      placed: 1,
      reserved: 1,
      paid: 1,
      'units:bun': 2,
    });
  });

  it('show what was refunded beside the revenue, which stays', () => {
    const events = { 'OrderCreated:1': { at: placedAt }, OrderCancelled: { at: placedAt } };
    const money = { currency: 'EUR', captured: 700, refund: { revision: 2, amount: 300 } };
    expect(contributionOf({ orderId: ORDER_ID, placedAt, ...money, events })).toEqual({
      placed: 1,
      cancelled: 1,
      'captured:EUR': 700,
      'refunded:EUR': 300,
    });
  });

  it('have intervals of the time to pay that grow by a quarter or a second, up to 30 days', () => {
    expect(WITHIN_SECONDS.length).toBeLessThanOrEqual(70);
    expect(WITHIN_SECONDS.at(-1)).toBe(30 * 86_400);
    for (const [index, limit] of WITHIN_SECONDS.slice(1).entries()) {
      expect(limit).toBeLessThanOrEqual(
        Math.max(WITHIN_SECONDS[index]! + 1, WITHIN_SECONDS[index]! * 1.25 + 1),
      );
    }
  });
});
