import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamoTicketStore } from '../../functions/fulfilment/adapters/dynamo-ticket-store.ts';
import type { TicketStore } from '../../functions/fulfilment/domain/ticket-store.ts';
import type { PreparingTicket, Ticket, WaitingTicket } from '../../functions/fulfilment/domain/ticket.ts';
import { memoryTicketStore } from '../support/memory/fulfilment-ticket-store.ts';
import { createServiceTable, type ServiceTable } from '../support/tables.ts';

const orderId = (n: number): string => `0195a5a5-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

const waiting = (
  n: number,
  receivedAt = `2026-03-01T09:${String(n).padStart(2, '0')}:00.000Z`,
): WaitingTicket => ({
  status: 'WAITING',
  orderId: orderId(n),
  customerId: 'alice',
  items: [{ productId: 'desk', name: 'Desk', quantity: 2, unitAmount: 62_000 }],
  receivedAt,
});

const preparing = (ticket: Ticket): PreparingTicket => ({
  ...ticket,
  status: 'PREPARING',
  startedAt: '2026-03-01T10:00:00.000Z',
  confirmed: false,
});

const outbox = [{ id: 'FulfilmentStarted:1', type: 'FulfilmentStarted', data: { orderId: orderId(1) } }];

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

  it('has nothing for an order that it never heard of', async () => {
    expect(await tickets.load(orderId(0))).toBeUndefined();
  });

  it('gives back the first record as version 1, without a note that was not there', async () => {
    expect(await tickets.insert(waiting(1))).toBe('inserted');
    expect(await tickets.load(orderId(1))).toEqual({ state: waiting(1), version: 1 });
    const noted: WaitingTicket = { ...waiting(2), note: 'no sugar' };
    await tickets.insert(noted);
    expect(await tickets.load(orderId(2))).toEqual({ state: noted, version: 1 });
  });

  it('keeps the first record of an order when another is inserted', async () => {
    await tickets.insert(waiting(3));
    expect(await tickets.insert({ ...waiting(3), customerId: 'mallory' })).toBe('exists');
    expect((await tickets.load(orderId(3)))?.state).toEqual(waiting(3));
  });

  it('saves upon the version that was read, and refuses any other', async () => {
    await tickets.insert(waiting(4));
    expect(await tickets.save(preparing(waiting(4)), 1, outbox)).toBe('saved');
    expect(await tickets.load(orderId(4))).toEqual({ state: preparing(waiting(4)), version: 2 });
    expect(await tickets.save(waiting(4), 1, [])).toBe('conflict');
    expect((await tickets.load(orderId(4)))?.version).toBe(2);
  });

  it('refuses to save a record that was never inserted', async () => {
    expect(await tickets.save(waiting(5), 1, [])).toBe('conflict');
    expect(await tickets.load(orderId(5))).toBeUndefined();
  });

  it('lets one of two writers at the same version win', async () => {
    await tickets.insert(waiting(6));
    const outcomes = await Promise.all([
      tickets.save(preparing(waiting(6)), 1, outbox),
      tickets.save(preparing(waiting(6)), 1, outbox),
    ]);
    expect(outcomes.toSorted()).toEqual(['conflict', 'saved']);
  });

  it('is not changed by what a caller does with a record that it handed in or got', async () => {
    const record = { ...waiting(7), items: [...waiting(7).items] };
    await tickets.insert(record);
    record.items.push({ productId: 'lamp', name: 'Lamp', quantity: 1, unitAmount: 1 });
    expect((await tickets.load(orderId(7)))?.state).toEqual(waiting(7));
  });

  it('keeps a tombstone, which no ticket replaces and which is in no list', async () => {
    const tombstone = {
      status: 'TOMBSTONE',
      orderId: orderId(8),
      cancelledAt: '2026-03-01T09:00:00.000Z',
    } as const;
    await tickets.insert(tombstone);
    expect(await tickets.insert(waiting(8))).toBe('exists');
    expect(await tickets.load(orderId(8))).toEqual({ state: tombstone, version: 1 });
    expect(idsOf((await tickets.list({ limit: 100 })).items)).not.toContain(orderId(8));
  });
});

describe.each(implementations)('lists of the ticket store %s', (_where, create) => {
  let tickets: TicketStore;
  beforeAll(async () => {
    tickets = await create();
    // Inserted youngest first; the order ids end in all sixteen digits, so every shard of the index is used.
    for (let n = 19; n >= 0; n -= 1) await tickets.insert(waiting(n));
    for (const n of [1, 2, 5]) await tickets.save(preparing(waiting(n)), 1, []);
  });

  const numbers = (from: number, to: number): readonly number[] =>
    Array.from({ length: to - from + 1 }, (_, index) => from + index);

  it('are of all statuses, oldest first', async () => {
    const page = await tickets.list({ limit: 100 });
    expect(idsOf(page.items)).toEqual(numbers(0, 19).map(orderId));
    expect(page.next).toBeUndefined();
  });

  it('are of one status, and follow a ticket to its next one', async () => {
    const started = await tickets.list({ status: 'PREPARING', limit: 100 });
    expect(started.items).toEqual([1, 2, 5].map((n) => preparing(waiting(n))));
    const still = await tickets.list({ status: 'WAITING', limit: 100 });
    expect(idsOf(still.items)).toEqual([0, 3, 4, ...numbers(6, 19)].map(orderId));
    expect(await tickets.list({ status: 'READY', limit: 100 })).toEqual({ items: [] });
  });

  it('come in pages that neither repeat nor leave out a ticket', async () => {
    const pages: (readonly string[])[] = [];
    let after: string | undefined;
    do {
      const page = await tickets.list({ limit: 7, ...(after === undefined ? {} : { after }) });
      pages.push(idsOf(page.items));
      after = page.next;
    } while (after !== undefined);
    expect(pages.map((page) => page.length)).toEqual([7, 7, 6]);
    expect(pages.flat()).toEqual(numbers(0, 19).map(orderId));
  });

  it('end with a last page that is full and has nothing after it', async () => {
    const page = await tickets.list({ status: 'PREPARING', limit: 3 });
    expect(page.items).toHaveLength(3);
    expect(page.next).toBeUndefined();
  });

  it('tell tickets of one instant apart by their order', async () => {
    const same = '2026-03-02T09:00:00.000Z';
    await tickets.insert(waiting(41, same));
    await tickets.insert(waiting(40, same));
    const first = await tickets.list({ limit: 1, after: `${same}#` });
    const second = await tickets.list({ limit: 1, after: first.next ?? '' });
    expect([...idsOf(first.items), ...idsOf(second.items)]).toEqual([orderId(40), orderId(41)]);
  });
});
