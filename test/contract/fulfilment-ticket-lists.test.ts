import { GetCommand, QueryCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamoTicketStore } from '../../functions/fulfilment/adapters/dynamo-ticket-store.ts';
import {
  MAX_TICKETS_READ,
  type TicketQuery,
  type TicketStore,
} from '../../functions/fulfilment/domain/ticket-store.ts';
import type { Ticket, TicketStatus } from '../../functions/fulfilment/domain/ticket.ts';
import { inParallel } from '../support/in-parallel.ts';
import { memoryTicketStore } from '../support/memory/fulfilment-ticket-store.ts';
import { createServiceTable, type ServiceTable } from '../support/tables.ts';
import { cancelled, completed, orderIdOf, preparing, ready, waiting } from '../support/tickets.ts';

const tables: ServiceTable[] = [];
afterAll(() => tables.forEach((table) => table.close()));

const createTable = async (): Promise<ServiceTable> => {
  const table = await createServiceTable('fulfilment');
  tables.push(table);
  return table;
};

const implementations: readonly (readonly [string, () => Promise<TicketStore>])[] = [
  ['in memory', async () => memoryTicketStore()],
  [
    'in DynamoDB',
    async () => {
      const table = await createTable();
      return dynamoTicketStore(table.client, table.name);
    },
  ],
];

const numbers = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

const idsOf = (tickets: readonly Ticket[]): readonly string[] => tickets.map((ticket) => ticket.orderId);

/** Inserts a waiting ticket, then saves it in its actual status. */
const put = async (tickets: TicketStore, ticket: Ticket): Promise<void> => {
  await tickets.insert({ ...waiting(0), orderId: ticket.orderId, receivedAt: ticket.receivedAt }, undefined);
  if (ticket.status !== 'WAITING') await tickets.save(ticket, 1, undefined);
};

const pagesOf = async (
  tickets: TicketStore,
  query: Omit<TicketQuery, 'after'>,
): Promise<readonly (readonly string[])[]> => {
  const pages: (readonly string[])[] = [];
  let after: string | undefined;
  do {
    const page = await tickets.list({ ...query, ...(after === undefined ? {} : { after }) });
    pages.push(idsOf(page.items));
    after = page.next;
  } while (after !== undefined);
  return pages;
};

describe.each(implementations)('lists of the ticket store %s', (_where, create) => {
  let tickets: TicketStore;
  const ofStatus: Readonly<Record<TicketStatus, readonly number[]>> = {
    WAITING: numbers(20, 29).filter((n) => n % 2 === 0),
    PREPARING: [...numbers(10, 19), ...numbers(20, 29).filter((n) => n % 2 === 1)],
    READY: [4, 9],
    COMPLETED: [0, 1, 2, 3, 5, 6],
    CANCELLED: [7, 8],
  };
  const ticketStatuses = Object.keys(ofStatus) as TicketStatus[];
  const statesOf: Readonly<Record<TicketStatus, (n: number) => Ticket>> = {
    WAITING: waiting,
    PREPARING: preparing,
    READY: ready,
    COMPLETED: completed,
    CANCELLED: cancelled,
  };

  beforeAll(async () => {
    tickets = await create();
    const all = ticketStatuses.flatMap((status) => ofStatus[status].map((n) => statesOf[status](n)));
    // Writes the newest ticket first. A list begins with the oldest one, whatever the order of the writes.
    for (const ticket of all.toSorted((a, b) => (a.orderId < b.orderId ? 1 : -1))) await put(tickets, ticket);
    const cancelledAt = '2026-03-01T09:00:00.000Z';
    await tickets.insert({ status: 'TOMBSTONE', orderId: orderIdOf(30), cancelledAt }, undefined);
  });

  it('contain all statuses, oldest first, without tombstones', async () => {
    const page = await tickets.list({ limit: 100 });
    expect(idsOf(page.items)).toEqual(numbers(0, 29).map(orderIdOf));
    expect(page.next).toBeUndefined();
  });

  it.each(ticketStatuses)('contain only the requested status: %s', async (status) => {
    const page = await tickets.list({ status, limit: 100 });
    expect(page).toEqual({ items: ofStatus[status].map((n) => statesOf[status](n)) });
  });

  it.each([1, 2, 3, 4, 7, 30])('have full pages of %i, without a gap or a repetition', async (limit) => {
    const inPages = (all: readonly number[]) =>
      Array.from({ length: Math.ceil(all.length / limit) }, (_, page) =>
        all.slice(page * limit, (page + 1) * limit).map(orderIdOf),
      );
    expect(await pagesOf(tickets, { limit })).toEqual(inPages(numbers(0, 29)));
    for (const status of ticketStatuses) {
      expect(await pagesOf(tickets, { status, limit })).toEqual(inPages(ofStatus[status]));
    }
  });

  it('find the few waiting tickets among many in preparation', async () => {
    const first = await tickets.list({ status: 'WAITING', limit: 1 });
    expect(idsOf(first.items)).toEqual([orderIdOf(20)]);
    const second = await tickets.list({ status: 'WAITING', limit: 1, after: first.next ?? '' });
    expect(idsOf(second.items)).toEqual([orderIdOf(22)]);
  });

  it('continue at the cursor even if tickets change status between pages', async () => {
    const first = await tickets.list({ status: 'WAITING', limit: 2 });
    for (const n of [20, 24]) await tickets.save(preparing(n), 1, undefined);
    const second = await tickets.list({ status: 'WAITING', limit: 2, after: first.next ?? '' });
    expect(idsOf([...first.items, ...second.items])).toEqual([20, 22, 26, 28].map(orderIdOf));
    for (const n of [20, 24]) await tickets.save(waiting(n), 2, undefined);
  });

  it('sort tickets of the same time by order id', async () => {
    const same = '2026-03-02T09:00:00.000Z';
    await tickets.insert(waiting(41, same), undefined);
    await tickets.insert(waiting(40, same), undefined);
    const first = await tickets.list({ limit: 1, after: `${same}#` });
    const second = await tickets.list({ limit: 1, after: first.next ?? '' });
    expect(idsOf([...first.items, ...second.items])).toEqual([orderIdOf(40), orderIdOf(41)]);
  });
});

describe.each(implementations)('a list of a rare status in the ticket store %s', (_where, create) => {
  it('reads a limited number of tickets for a page; the next page continues after them', async () => {
    const tickets = await create();
    await inParallel(MAX_TICKETS_READ + 1, 8, (n) => put(tickets, preparing(n)));
    await put(tickets, waiting(MAX_TICKETS_READ + 1));

    const first = await tickets.list({ status: 'WAITING', limit: 20 });
    expect(first.items).toEqual([]);
    const second = await tickets.list({ status: 'WAITING', limit: 20, after: first.next ?? 'none' });
    expect(second).toEqual({ items: [waiting(MAX_TICKETS_READ + 1)] });

    // To list the WAITING tickets above, the store also read all PREPARING tickets, and left them out. The list of
    // PREPARING tickets shows them.
    const pages = await pagesOf(tickets, { status: 'PREPARING', limit: 100 });
    expect(pages.map((page) => page.length)).toEqual([100, 100, 100, 100, 100, 1]);
    expect(pages.flat()).toEqual(numbers(0, MAX_TICKETS_READ).map(orderIdOf));
  });
});

describe('the index entry of a ticket', () => {
  it('moves only once, because each move costs two writes', async () => {
    const { client, name } = await createTable();
    const tickets = dynamoTicketStore(client, name);
    const lanes: unknown[] = [];
    const noteLane = async (): Promise<void> => {
      const { Item } = await client.send(
        new GetCommand({ TableName: name, Key: { pk: `ticket#${orderIdOf(1)}` } }),
      );
      lanes.push(Item?.['lane']);
    };
    await tickets.insert(waiting(1), undefined);
    await noteLane();
    for (const [before, ticket] of [preparing(1), ready(1), completed(1)].entries()) {
      await tickets.save(ticket, before + 1, undefined);
      await noteLane();
    }
    expect(lanes).toEqual(['open#1', 'open#1', 'open#1', 'closed#1']);
  });
});

describe('while the index of the tickets lags behind the table', () => {
  const setUp = async () => {
    const { client, name } = await createTable();
    const tickets = dynamoTicketStore(client, name);
    for (const ticket of [ready(1), completed(2), waiting(3)]) await put(tickets, ticket);
    // Moves the index entry of the completed ticket back to the open tickets, like an index that lags behind the table.
    await client.send(
      new UpdateCommand({
        TableName: name,
        Key: { pk: `ticket#${orderIdOf(2)}` },
        UpdateExpression: 'SET lane = :lane',
        ExpressionAttributeValues: { ':lane': 'open#2' },
      }),
    );
    return { client, name, tickets };
  };

  it('a ticket that was handed over is not listed as ready, and appears once among all', async () => {
    const { tickets } = await setUp();
    expect(idsOf((await tickets.list({ status: 'READY', limit: 10 })).items)).toEqual([orderIdOf(1)]);
    expect(await pagesOf(tickets, { limit: 1 })).toEqual([1, 2, 3].map((n) => [orderIdOf(n)]));
  });

  it('a ticket that both the open and the closed part of the index return appears once', async () => {
    const { client, name } = await setUp();
    const entry = { sortKey: `${completed(2).receivedAt}#${orderIdOf(2)}` };
    /**
     * A client whose query of closed tickets also returns an entry of the open tickets, like an index that lags behind
     * the table.
     */
    const seeing = {
      send: async (command: QueryCommand) => {
        const answer = await client.send(command);
        const values = command instanceof QueryCommand ? command.input.ExpressionAttributeValues : undefined;
        if (values?.[':lane'] !== 'closed#2' || String(values[':after'] ?? '') >= entry.sortKey)
          return answer;
        return { ...answer, Items: [entry, ...(answer.Items ?? [])] };
      },
    };
    const tickets = dynamoTicketStore(seeing as unknown as DynamoDBDocumentClient, name);
    expect(idsOf((await tickets.list({ limit: 10 })).items)).toEqual([1, 2, 3].map(orderIdOf));
    expect(await pagesOf(tickets, { limit: 2 })).toEqual([[orderIdOf(1), orderIdOf(2)], [orderIdOf(3)]]);
  });
});
