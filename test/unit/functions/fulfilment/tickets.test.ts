import { describe, expect, it } from '@jest/globals';
import { kitchen, orderId, paid } from '../../../support/kitchen.ts';

describe('a paid order', () => {
  it('becomes a waiting ticket with its items, its note and when it came in', async () => {
    const { paid: orderPaid, stored, published } = kitchen();
    await orderPaid();
    expect(stored()).toEqual({ ...paid, status: 'WAITING', receivedAt: '2026-03-01T09:00:00.000Z' });
    expect(published).toEqual([]);
  });

  it('that is delivered again leaves the ticket as it is', async () => {
    const { paid: orderPaid, start, stored, version } = kitchen();
    await orderPaid();
    await start();
    const before = stored();
    await orderPaid();
    expect(stored()).toEqual(before);
    expect(version()).toBe(2);
  });

  it('stays cancelled when its cancellation came first', async () => {
    const { paid: orderPaid, cancelled, stored, list } = kitchen();
    await cancelled();
    await orderPaid();
    expect(stored()?.status).toBe('TOMBSTONE');
    expect(await list()).toEqual({ items: [] });
  });
});

describe('the preparation', () => {
  it('is published step by step, with the order, its customer and the time', async () => {
    const { paid: orderPaid, preparing, start, ready, complete, published } = kitchen();
    await orderPaid();
    await start();
    await preparing();
    await ready();
    await complete();
    const customer = { orderId, customerId: 'alice' };
    expect(published.map(({ id, type, data }) => ({ id, type, data }))).toEqual([
      {
        id: `FulfilmentStarted:${orderId}`,
        type: 'FulfilmentStarted',
        data: { ...customer, at: '2026-03-01T09:02:00.000Z' },
      },
      {
        id: `FulfilmentReady:${orderId}`,
        type: 'FulfilmentReady',
        data: { ...customer, at: '2026-03-01T09:04:00.000Z' },
      },
      {
        id: `FulfilmentCompleted:${orderId}`,
        type: 'FulfilmentCompleted',
        data: { ...customer, at: '2026-03-01T09:05:00.000Z' },
      },
    ]);
    expect(published[0]).toMatchObject({ correlationId: 'request-1', causationId: 'request-1', version: 1 });
  });

  it('answers the ticket after each step', async () => {
    const { paid: orderPaid, preparing, start, ready, complete, list } = kitchen();
    await orderPaid();
    expect(await start()).toEqual({
      orderId,
      status: 'PREPARING',
      items: paid.items,
      note: 'no sugar',
      receivedAt: '2026-03-01T09:00:00.000Z',
      confirmed: false,
    });
    await preparing();
    expect((await list()).items).toMatchObject([{ status: 'PREPARING', confirmed: true }]);
    const done = await ready();
    expect(done.status).toBe('READY');
    expect(done).not.toHaveProperty('confirmed');
    expect((await complete()).status).toBe('COMPLETED');
  });

  it('asks orders again, with the same event, when its start is repeated before it was confirmed', async () => {
    const { paid: orderPaid, start, published, version } = kitchen();
    await orderPaid();
    await start();
    expect((await start()).status).toBe('PREPARING');
    expect(published).toHaveLength(2);
    expect(published[1]).toEqual(published[0]);
    expect(version()).toBe(3);
  });

  it('publishes nothing when a step is repeated after it took effect', async () => {
    const { paid: orderPaid, preparing, start, ready, complete, published, version } = kitchen();
    await orderPaid();
    await start();
    await preparing();
    await preparing();
    await start();
    await ready();
    await ready();
    await complete();
    for (const repeat of [start, ready, complete]) expect((await repeat()).status).toBe('COMPLETED');
    expect(published).toHaveLength(3);
    expect(version()).toBe(5);
  });

  it('cannot be ready before orders confirmed its start', async () => {
    const { paid: orderPaid, preparing, start, ready } = kitchen();
    await orderPaid();
    await expect(ready()).rejects.toMatchObject({ kind: 'conflict', code: 'ticket.wrong-step' });
    await start();
    await expect(ready()).rejects.toMatchObject({ kind: 'conflict', code: 'ticket.not-confirmed' });
    await preparing();
    await expect(ready()).resolves.toMatchObject({ status: 'READY' });
  });

  it('cannot be completed before it is ready', async () => {
    const { paid: orderPaid, start, complete } = kitchen();
    await orderPaid();
    await start();
    await expect(complete()).rejects.toMatchObject({ kind: 'conflict', code: 'ticket.wrong-step' });
  });

  it.each([
    ['without a ticket', async () => kitchen()],
    [
      'that was cancelled before it had a ticket',
      async () => {
        const service = kitchen();
        await service.cancelled();
        return service;
      },
    ],
  ] as const)('of an order %s is not found', async (_, open) => {
    const { start, ready, complete, published } = await open();
    for (const step of [start, ready, complete]) {
      await expect(step()).rejects.toMatchObject({
        kind: 'not-found',
        code: 'ticket.not-found',
        message: 'There is no such ticket',
      });
    }
    expect(published).toEqual([]);
  });
});

describe('the list of tickets', () => {
  it('does not show the customer', async () => {
    const { paid: orderPaid, list } = kitchen();
    await orderPaid();
    const { items } = await list();
    expect(items).toHaveLength(1);
    expect(items[0]).not.toHaveProperty('customerId');
  });
});
