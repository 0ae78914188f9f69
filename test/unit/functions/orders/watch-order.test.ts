import { beforeEach, describe, expect, it } from '@jest/globals';
import { orderAggregate } from '../../../../functions/orders/aggregate.ts';
import { evolve } from '../../../../functions/orders/domain/evolve.ts';
import type { TickContent } from '../../../../functions/orders/domain/watchdog.ts';
import { watchOrder } from '../../../../functions/orders/watch-order.ts';
import { memoryOrderStore, type MemoryOrderStore } from '../../../support/memory/orders-order-store.ts';
import { happened, ORDER_ID, orderAfter, orderIn, PLACED_AT, pendingOrder } from '../../../support/orders.ts';
import { KEEP_DAYS } from '../../../support/keep-days.ts';

const context = { correlationId: 'c-1', causationId: 'm-1', sentAt: PLACED_AT };
const periods = {
  stockAnswerSeconds: 60,
  linkAnswerSeconds: 60,
  closureGraceSeconds: 300,
  maxTickSeconds: 900,
};
const at = (time: string) => `2026-03-01T${time}.000Z`;
let orders: MemoryOrderStore;
let ticks: (TickContent & { delaySeconds: number; versionWhenSent: number | undefined })[];

beforeEach(() => {
  orders = memoryOrderStore();
  ticks = [];
});

/**
 * Delivers a tick (a message with which the watchdog looks at an order) at `now`. By default, this is the first tick,
 * the event OrderCreated.
 */
const watchAt = (now: string, { maxTickSeconds = 900, sentAt = PLACED_AT, after = 0 } = {}) =>
  watchOrder({
    orders: orderAggregate(orders, () => now, KEEP_DAYS),
    ticks: {
      schedule: async (tick, delaySeconds) => {
        ticks.push({ ...tick, delaySeconds, versionWhenSent: orders.rows.get(ORDER_ID)?.version });
      },
    },
    periods: { ...periods, maxTickSeconds },
    now: () => now,
  })({ orderId: ORDER_ID, ...(after === 0 ? {} : { after }) }, { ...context, sentAt });

describe('a tick of the watchdog', () => {
  it('does what is due before it sends the next tick', async () => {
    await orders.insert(pendingOrder(), undefined);
    await watchAt('2026-03-01T09:01:00.000Z');
    expect(orders.rows.get(ORDER_ID)?.outbox?.events[0]).toMatchObject({ id: `OrderCreated:${ORDER_ID}:2` });
    expect(ticks).toEqual([{ orderId: ORDER_ID, after: 1, delaySeconds: 120, versionWhenSent: 2 }]);
  });

  it('keeps the chain going when nothing is due, or when the duty had been done before', async () => {
    await orders.insert(pendingOrder(), undefined);
    await watchAt('2026-03-01T09:00:30.000Z');
    await watchAt('2026-03-01T09:00:30.000Z');
    expect(ticks.map(({ delaySeconds }) => delaySeconds)).toEqual([30, 30]);
    expect(orders.rows.get(ORDER_ID)?.version).toBe(1);
  });

  it('never delays a tick beyond what the queue allows', async () => {
    await orders.insert(pendingOrder(), undefined);
    await orders.save(orderIn.AWAITING_PAYMENT(), 1, undefined);
    await watchAt('2026-03-01T09:01:00.000Z', { maxTickSeconds: 300 });
    expect(ticks[0]?.delaySeconds).toBe(300);
  });

  it('delays the next tick by at least a second when the next action is already due', async () => {
    await orders.insert(pendingOrder(), undefined);
    const delays: number[] = [];
    await watchOrder({
      orders: orderAggregate(orders, () => at('09:00:59'), KEEP_DAYS),
      ticks: { schedule: async (_tick, delaySeconds) => void delays.push(delaySeconds) },
      periods,
      now: () => at('09:01:02'),
    })({ orderId: ORDER_ID }, context);
    expect(delays).toEqual([1]);
  });

  it('ends the chain with an order that needs no watching any more', async () => {
    await orders.insert(pendingOrder(), undefined);
    await orders.save(orderIn.PAID(), 1, undefined);
    await watchAt('2026-03-01T23:00:00.000Z');
    expect(ticks).toEqual([]);
  });

  it('fails, to be delivered again, when the next tick cannot be sent', async () => {
    await orders.insert(pendingOrder(), undefined);
    const failing = watchOrder({
      orders: orderAggregate(orders, () => context.sentAt, KEEP_DAYS),
      ticks: { schedule: () => Promise.reject(new Error('no queue')) },
      periods,
      now: () => context.sentAt,
    });
    await expect(failing({ orderId: ORDER_ID }, context)).rejects.toThrow('no queue');
  });
});

describe('ticks that were repeated on their way', () => {
  const duplicates = [{ sentAt: at('09:00:30') }, { sentAt: at('09:00:31') }] as const;

  it('go on as one from the next duty, which only one of them finds undone', async () => {
    await orders.insert(pendingOrder(), undefined);
    for (const duplicate of duplicates) await watchAt(at('09:01:00'), duplicate);
    expect(ticks).toMatchObject([{ after: 1 }]);
    await watchAt(at('09:03:00'), { sentAt: at('09:01:00'), after: 1 });
    expect(ticks).toMatchObject([{ after: 1 }, { after: 2 }]);
  });

  it('do not lose the order when the worker that did the duty died: its tick comes again and goes on', async () => {
    await orders.insert(pendingOrder(), undefined);
    await watchAt(at('09:01:00'), duplicates[0]);
    ticks = [];
    await watchAt(at('09:01:02'), duplicates[1]);
    await watchAt(at('09:01:30'), duplicates[0]);
    expect(ticks).toMatchObject([{ after: 1, delaySeconds: 90 }]);
    expect(orders.rows.get(ORDER_ID)?.version).toBe(2);
  });

  it('are still one after stock was reserved in between', async () => {
    await orders.insert(pendingOrder(), undefined);
    await watchAt(at('09:01:00'), duplicates[0]);
    const { state, version } = (await orders.load(ORDER_ID))!;
    await orders.save(evolve(state, happened.stockConfirmed), version, undefined);
    await watchAt(at('09:01:05'), duplicates[1]);
    await watchAt(at('09:01:40'), { sentAt: at('09:01:00'), after: 1 });
    expect(ticks.map(({ after }) => after)).toEqual([1, 1]);
  });

  it('do what is due even when they are superseded, should the tick that leads be lost', async () => {
    await orders.insert(pendingOrder(), undefined);
    await watchAt(at('09:01:00'), duplicates[0]);
    await watchAt(at('09:03:00'), duplicates[1]);
    expect(orders.rows.get(ORDER_ID)?.outbox?.events[0]).toMatchObject({ id: `OrderCreated:${ORDER_ID}:3` });
    expect(ticks.map(({ after }) => after)).toEqual([1, 2]);
  });

  it('go on as one also when the copy of an old tick does a second duty', async () => {
    await orders.insert(pendingOrder(), undefined);
    await watchAt(at('09:01:00'), duplicates[0]);
    await watchAt(at('09:03:00'), duplicates[0]);
    await watchAt(at('09:03:01'), { sentAt: at('09:01:00'), after: 1 });
    expect(ticks.map(({ after }) => after)).toEqual([1, 2]);
  });

  it('all go on while the order does not say whose duty was the last, as one of an earlier version', async () => {
    await orders.insert(pendingOrder(), undefined);
    await orders.save(orderAfter(happened.stockConfirmed, happened.linkRecorded), 1, undefined);
    await watchAt(at('09:03:00'), { after: 1 });
    expect(ticks).toMatchObject([{ orderId: ORDER_ID, delaySeconds: 780 }]);
  });
});
