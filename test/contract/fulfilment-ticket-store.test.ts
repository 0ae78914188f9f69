import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamoTicketStore } from '../../functions/fulfilment/adapters/dynamo-ticket-store.ts';
import type { TicketStore } from '../../functions/fulfilment/domain/ticket-store.ts';
import type { Ticket, WaitingTicket } from '../../functions/fulfilment/domain/ticket.ts';
import type { Outbox } from '../../shared/kernel/messages.ts';
import { memoryTicketStore } from '../support/memory/fulfilment-ticket-store.ts';
import { createServiceTable, type ServiceTable } from '../support/tables.ts';
import { orderIdOf, preparing, waiting } from '../support/tickets.ts';

const outbox: Outbox = {
  at: '2026-03-01T09:00:00.000Z',
  correlationId: 'request-1',
  causationId: 'request-1',
  events: [{ id: 'FulfilmentStarted:1', type: 'FulfilmentStarted', data: { orderId: orderIdOf(1) } }],
};

const idsOf = (tickets: readonly Ticket[]): readonly string[] => tickets.map((ticket) => ticket.orderId);

const tables: ServiceTable[] = [];
afterAll(() => tables.forEach((table) => table.close()));

const implementations: readonly (readonly [string, () => Promise<TicketStore>])[] = [
  ['in memory', async () => memoryTicketStore()],
  [
    'in DynamoDB',
    async () => {
      const table = await createServiceTable('fulfilment');
      tables.push(table);
      return dynamoTicketStore(table.client, table.name);
    },
  ],
];

describe.each(implementations)('the ticket store %s', (_where, create) => {
  let tickets: TicketStore;
  beforeAll(async () => {
    tickets = await create();
  });

  it('returns nothing for an unknown order', async () => {
    expect(await tickets.load(orderIdOf(0))).toBeUndefined();
  });

  it('returns the first record as version 1, without a note if none was given', async () => {
    expect(await tickets.insert(waiting(1), undefined)).toBe('inserted');
    expect(await tickets.load(orderIdOf(1))).toEqual({ state: waiting(1), version: 1 });
    const noted: WaitingTicket = { ...waiting(2), note: 'no sugar' };
    await tickets.insert(noted, undefined);
    expect(await tickets.load(orderIdOf(2))).toEqual({ state: noted, version: 1 });
  });

  it('keeps the first record of an order if another is inserted', async () => {
    await tickets.insert(waiting(3), undefined);
    expect(await tickets.insert({ ...waiting(3), customerId: 'mallory' }, undefined)).toBe('exists');
    expect((await tickets.load(orderIdOf(3)))?.state).toEqual(waiting(3));
  });

  it('saves only if the version is the one that was read', async () => {
    await tickets.insert(waiting(4), undefined);
    expect(await tickets.save(preparing(4), 1, outbox)).toBe('saved');
    expect(await tickets.load(orderIdOf(4))).toEqual({ state: preparing(4), version: 2 });
    expect(await tickets.save(waiting(4), 1, undefined)).toBe('conflict');
    expect((await tickets.load(orderIdOf(4)))?.version).toBe(2);
  });

  it('does not save a record that was never inserted', async () => {
    expect(await tickets.save(waiting(5), 1, undefined)).toBe('conflict');
    expect(await tickets.load(orderIdOf(5))).toBeUndefined();
  });

  it('lets one of two writers at the same version win', async () => {
    await tickets.insert(waiting(6), undefined);
    const outcomes = await Promise.all([
      tickets.save(preparing(6), 1, outbox),
      tickets.save(preparing(6), 1, outbox),
    ]);
    expect(outcomes.toSorted()).toEqual(['conflict', 'saved']);
  });

  it('copies records, so callers cannot change what is stored', async () => {
    const record = { ...waiting(7), items: [...waiting(7).items] };
    await tickets.insert(record, undefined);
    record.items.push({ productId: 'lamp', name: 'Lamp', quantity: 1, unitAmount: 1 });
    expect((await tickets.load(orderIdOf(7)))?.state).toEqual(waiting(7));
  });

  it('keeps a tombstone, which no ticket replaces and no list shows', async () => {
    const tombstone = {
      status: 'TOMBSTONE',
      orderId: orderIdOf(8),
      cancelledAt: '2026-03-01T09:00:00.000Z',
    } as const;
    await tickets.insert(tombstone, undefined);
    expect(await tickets.insert(waiting(8), undefined)).toBe('exists');
    expect(await tickets.load(orderIdOf(8))).toEqual({ state: tombstone, version: 1 });
    expect(idsOf((await tickets.list({ limit: 100 })).items)).not.toContain(orderIdOf(8));
  });
});
