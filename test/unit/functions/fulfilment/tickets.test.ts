import { describe, expect, it } from '@jest/globals';
import { completeTicket } from '../../../../functions/fulfilment/complete-ticket/complete-ticket.ts';
import type { TicketRecord } from '../../../../functions/fulfilment/domain/ticket.ts';
import { listTickets } from '../../../../functions/fulfilment/list-tickets/list-tickets.ts';
import { markTicketReady } from '../../../../functions/fulfilment/mark-ticket-ready/mark-ticket-ready.ts';
import { onOrderCancelled } from '../../../../functions/fulfilment/on-order-cancelled/on-order-cancelled.ts';
import { onOrderPaid } from '../../../../functions/fulfilment/on-order-paid/on-order-paid.ts';
import { onOrderPreparing } from '../../../../functions/fulfilment/on-order-preparing/on-order-preparing.ts';
import { fulfilmentOutbox } from '../../../../functions/fulfilment/outbox.ts';
import { startTicket } from '../../../../functions/fulfilment/start-ticket/start-ticket.ts';
import type { OutboxMessage } from '../../../../shared/kernel/outbox.ts';
import {
  memoryTicketStore,
  type MemoryTicketStore,
} from '../../../support/memory/fulfilment-ticket-store.ts';

const orderId = '0195a5a5-0000-7000-8000-000000000001';
const cause = { correlationId: 'request-1', causationId: 'request-1' };
const context = {
  correlationId: 'request-1',
  causationId: 'OrderPaid:1',
  sentAt: '2026-03-01T08:59:00.000Z',
};
const paid = {
  orderId,
  customerId: 'alice',
  items: [{ productId: 'desk', name: 'Desk', quantity: 2, unitAmount: 62_000 }],
  note: 'no sugar',
};

/** The kitchen over a store in memory, with a clock that goes on a minute each time it is read. */
const kitchen = (tickets: MemoryTicketStore | undefined = undefined) => {
  const published: OutboxMessage[] = [];
  const store = tickets ?? memoryTicketStore((_id, row) => published.push(...row.outbox));
  let minute = 0;
  const now = () => `2026-03-01T09:${String(minute++).padStart(2, '0')}:00.000Z`;
  const dependencies = { tickets: store, toEnvelopes: fulfilmentOutbox, now };
  return {
    store,
    published,
    stored: (): TicketRecord | undefined => store.rows.get(orderId)?.state,
    version: (): number | undefined => store.rows.get(orderId)?.version,
    paid: () => onOrderPaid(dependencies)(paid),
    preparing: () => onOrderPreparing(dependencies)({ orderId }, context),
    cancelled: () => onOrderCancelled(dependencies)({ orderId }, context),
    start: () => startTicket(dependencies)(orderId, cause),
    ready: () => markTicketReady(dependencies)(orderId, cause),
    complete: () => completeTicket(dependencies)(orderId, cause),
    list: () => listTickets({ tickets: store })({ limit: 20 }),
  };
};

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
        data: { ...customer, at: '2026-03-01T09:01:00.000Z' },
      },
      {
        id: `FulfilmentReady:${orderId}`,
        type: 'FulfilmentReady',
        data: { ...customer, at: '2026-03-01T09:02:00.000Z' },
      },
      {
        id: `FulfilmentCompleted:${orderId}`,
        type: 'FulfilmentCompleted',
        data: { ...customer, at: '2026-03-01T09:03:00.000Z' },
      },
    ]);
    expect(published[0]).toMatchObject({ correlationId: 'request-1', causationId: 'request-1', version: 1 });
  });

  it('answers the ticket after each step', async () => {
    const { paid: orderPaid, preparing, start, ready, complete } = kitchen();
    await orderPaid();
    expect(await start()).toEqual({
      orderId,
      status: 'PREPARING',
      items: paid.items,
      note: 'no sugar',
      receivedAt: '2026-03-01T09:00:00.000Z',
    });
    await preparing();
    expect((await ready()).status).toBe('READY');
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

  it('publishes nothing when a step is repeated after it counted', async () => {
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

  it('of an order without a ticket is not found', async () => {
    const { start, ready, complete } = kitchen();
    for (const step of [start, ready, complete]) {
      await expect(step()).rejects.toMatchObject({ kind: 'not-found', code: 'ticket.not-found' });
    }
  });
});

describe('a confirmation', () => {
  it('that overtakes its ticket is delivered again', async () => {
    await expect(kitchen().preparing()).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('that comes after a cancellation changes nothing', async () => {
    const { paid: orderPaid, preparing, cancelled, start, stored } = kitchen();
    await orderPaid();
    await start();
    await cancelled();
    await preparing();
    expect(stored()?.status).toBe('CANCELLED');
  });
});

describe('a cancellation', () => {
  it.each([
    ['waiting', []],
    ['started', ['start']],
    ['confirmed', ['start', 'preparing']],
    ['ready', ['start', 'preparing', 'ready']],
  ] as const)('stops a ticket that is %s', async (_state, steps) => {
    const service = kitchen();
    await service.paid();
    for (const step of steps) await service[step]();
    await service.cancelled();
    expect(service.stored()?.status).toBe('CANCELLED');
    for (const step of [service.start, service.ready, service.complete]) {
      await expect(step()).rejects.toMatchObject({ kind: 'conflict', code: 'ticket.cancelled' });
    }
  });

  it('comes too late for what was handed over', async () => {
    const { paid: orderPaid, preparing, cancelled, start, ready, complete, stored } = kitchen();
    await orderPaid();
    await start();
    await preparing();
    await ready();
    await complete();
    await cancelled();
    expect(stored()?.status).toBe('COMPLETED');
  });

  it('that is delivered again changes nothing, with a ticket or without', async () => {
    const { cancelled, version } = kitchen();
    await cancelled();
    await cancelled();
    expect(version()).toBe(1);
  });

  it('cancels the ticket that came in while the tombstone was about to be left', async () => {
    const inner = memoryTicketStore();
    const raced: MemoryTicketStore = {
      ...inner,
      insert: async (record) => {
        if (record.status === 'TOMBSTONE') {
          await inner.insert({ ...paid, status: 'WAITING', receivedAt: '2026-03-01T09:00:00.000Z' });
        }
        return inner.insert(record);
      },
    };
    const { cancelled, stored } = kitchen(raced);
    await cancelled();
    expect(stored()?.status).toBe('CANCELLED');
  });

  it('stops the start of a preparation that was decided upon an older state', async () => {
    const inner = memoryTicketStore();
    const other = kitchen(inner);
    await other.paid();
    let first = true;
    const raced: MemoryTicketStore = {
      ...inner,
      save: async (record, version, outbox) => {
        if (first) {
          first = false;
          await other.cancelled();
        }
        return inner.save(record, version, outbox);
      },
    };
    await expect(kitchen(raced).start()).rejects.toMatchObject({ code: 'ticket.cancelled' });
    expect(other.stored()?.status).toBe('CANCELLED');
  });
});

describe('the list of tickets', () => {
  it('says nothing of the customer', async () => {
    const { paid: orderPaid, list } = kitchen();
    await orderPaid();
    const { items } = await list();
    expect(items).toHaveLength(1);
    expect(items[0]).not.toHaveProperty('customerId');
  });
});
