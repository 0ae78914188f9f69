import { describe, expect, it } from '@jest/globals';
import { kitchen, paid } from '../../../support/kitchen.ts';
import {
  memoryTicketStore,
  type MemoryTicketStore,
} from '../../../support/memory/fulfilment-ticket-store.ts';

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
      insert: async (record, outbox) => {
        if (record.status === 'TOMBSTONE') {
          const receivedAt = '2026-03-01T09:00:00.000Z';
          await inner.insert({ ...paid, status: 'WAITING', receivedAt }, undefined);
        }
        return inner.insert(record, outbox);
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
