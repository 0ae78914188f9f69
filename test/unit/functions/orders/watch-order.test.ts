import { beforeEach, describe, expect, it } from '@jest/globals';
import { changeOrder } from '../../../../functions/orders/domain/change-order.ts';
import { orderEnvelopes } from '../../../../functions/orders/outbox.ts';
import { watchOrder } from '../../../../functions/orders/watchdog/watch-order.ts';
import { memoryOrderStore, type MemoryOrderStore } from '../../../support/memory/orders-order-store.ts';
import { ORDER_ID, orderIn, pendingOrder } from '../../../support/orders.ts';

const context = { correlationId: 'c-1', causationId: 'm-1', sentAt: '2026-03-01T09:00:00.000Z' };
let orders: MemoryOrderStore;
let ticks: { orderId: string; delaySeconds: number; versionWhenSent: number | undefined }[];

beforeEach(() => {
  orders = memoryOrderStore();
  ticks = [];
});

const watchAt = (now: string, maxTickSeconds = 900) =>
  watchOrder({
    changeOrder: changeOrder({ orders, toEnvelopes: orderEnvelopes, now: () => now }),
    ticks: {
      schedule: async (orderId, delaySeconds) => {
        ticks.push({ orderId, delaySeconds, versionWhenSent: orders.rows.get(orderId)?.version });
      },
    },
    periods: { stockAnswerSeconds: 60, linkAnswerSeconds: 60, closureGraceSeconds: 300 },
    now: () => now,
    maxTickSeconds,
  })({ orderId: ORDER_ID }, context);

describe('a tick of the watchdog', () => {
  it('does what is due before it sends the next tick', async () => {
    await orders.insert(pendingOrder(), []);
    await watchAt('2026-03-01T09:01:00.000Z');
    expect(orders.rows.get(ORDER_ID)?.outbox[0]).toMatchObject({ id: `OrderCreated:${ORDER_ID}:2` });
    expect(ticks).toEqual([{ orderId: ORDER_ID, delaySeconds: 60, versionWhenSent: 2 }]);
  });

  it('keeps the chain going when nothing is due, or when the duty had been done before', async () => {
    await orders.insert(pendingOrder(), []);
    await watchAt('2026-03-01T09:00:30.000Z');
    await watchAt('2026-03-01T09:00:30.000Z');
    expect(ticks.map(({ delaySeconds }) => delaySeconds)).toEqual([30, 30]);
    expect(orders.rows.get(ORDER_ID)?.version).toBe(1);
  });

  it('never delays a tick beyond what the queue allows', async () => {
    await orders.insert(pendingOrder(), []);
    await orders.save(orderIn.AWAITING_PAYMENT(), 1, []);
    await watchAt('2026-03-01T09:01:00.000Z', 300);
    expect(ticks[0]?.delaySeconds).toBe(300);
  });

  it('ends the chain with an order that needs no watching any more', async () => {
    await orders.insert(pendingOrder(), []);
    await orders.save(orderIn.PAID(), 1, []);
    await watchAt('2026-03-01T23:00:00.000Z');
    expect(ticks).toEqual([]);
  });

  it('fails, to be delivered again, when the next tick cannot be sent', async () => {
    await orders.insert(pendingOrder(), []);
    const failing = watchOrder({
      changeOrder: changeOrder({ orders, toEnvelopes: orderEnvelopes, now: () => context.sentAt }),
      ticks: { schedule: () => Promise.reject(new Error('no queue')) },
      periods: { stockAnswerSeconds: 60, linkAnswerSeconds: 60, closureGraceSeconds: 300 },
      now: () => context.sentAt,
      maxTickSeconds: 900,
    });
    await expect(failing({ orderId: ORDER_ID }, context)).rejects.toThrow('no queue');
  });
});
