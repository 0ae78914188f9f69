import { QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { batchGetAll, KEYS_PER_BATCH } from '../../../shared/persistence/document-client.ts';
import type { Item } from '../../../shared/persistence/versioned-items.ts';
import { MAX_TICKETS_READ, type TicketStore } from '../domain/ticket-store.ts';
import { isOpen, type Ticket, type TicketRecord, type TicketStatus } from '../domain/ticket.ts';

/**
 * Open tickets are spread over this many lanes of the index, and closed ones too. A partition takes at most 1,000 writes a
 * second (DynamoDB, "Best practices for designing partition keys"), and every paid order writes to both.
 */
const SHARDS = 4;

/** The key of an order's ticket. */
export const keyOf = (orderId: string) => `ticket#${orderId}`;

/** The last hexadecimal digit of a UUID is random, so orders are spread evenly. */
const shardOf = (orderId: string) => Number.parseInt(orderId.slice(-1), 16) % SHARDS;

/** The halves of the index. A part for each status would cost two more writes at every step of the kitchen. */
type Half = 'open' | 'closed';

const halfOf = (status: TicketStatus): Half => (isOpen(status) ? 'open' : 'closed');

const laneOf = (half: Half, shard: number) => `${half}#${shard}`;

/** The lanes with tickets of a status, or of any. */
const lanesOf = (status: TicketStatus | undefined): readonly string[] => {
  const halves: readonly Half[] = status === undefined ? ['open', 'closed'] : [halfOf(status)];
  return halves.flatMap((half) => Array.from({ length: SHARDS }, (_, shard) => laneOf(half, shard)));
};

/** Sorts by age. The order id distinguishes tickets of one instant. */
const sortKeyOf = (ticket: Ticket) => `${ticket.receivedAt}#${ticket.orderId}`;

/** The keys of the index `byLane`. A tombstone has none, so it is in no list. */
export const laneOfTicket = (record: TicketRecord): Readonly<Record<string, string>> =>
  record.status === 'TOMBSTONE'
    ? {}
    : {
        lane: laneOf(halfOf(record.status), shardOf(record.orderId)),
        sortKey: sortKeyOf(record),
      };

/**
 * The lists of tickets, oldest first, from the index `byLane`.
 * @param ticketIn the record in an item of the table.
 */
export const ticketLists = (
  client: DynamoDBDocumentClient,
  table: string,
  ticketIn: (item: Item) => TicketRecord,
): Pick<TicketStore, 'list'> => {
  /** The keys of one lane after a position, oldest first. */
  const keysOfLane = async (
    lane: string,
    after: string | undefined,
    limit: number,
  ): Promise<readonly string[]> => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        IndexName: 'byLane',
        KeyConditionExpression: after === undefined ? 'lane = :lane' : 'lane = :lane AND sortKey > :after',
        ExpressionAttributeValues: { ':lane': lane, ...(after === undefined ? {} : { ':after': after }) },
        Limit: limit,
      }),
    );
    return Items.map((item) => String(item['sortKey']));
  };

  /** The first keys of some lanes together after a position, oldest first. */
  const keysOfLanes = async (
    lanes: readonly string[],
    after: string | undefined,
    limit: number,
  ): Promise<readonly string[]> => {
    // All of them may be in one lane.
    const perLane = await Promise.all(lanes.map((lane) => keysOfLane(lane, after, limit)));
    // While the index catches up, a ticket may appear in two lanes.
    return [...new Set(perLane.flat())].sort().slice(0, limit);
  };

  /** The tickets of some keys, as the table has them. @throws AppError `unavailable` while the table is throttled. */
  const ticketsOf = async (keys: readonly string[]): Promise<readonly Ticket[]> => {
    const pks = keys.map((key) => keyOf(key.slice(key.indexOf('#') + 1)));
    const found = await batchGetAll(client, table, pks);
    return pks.flatMap((pk) => {
      const item = found.get(pk);
      const record = item && ticketIn(item);
      return record === undefined || record.status === 'TOMBSTONE' ? [] : [record];
    });
  };

  return {
    list: async ({ status, limit, after }) => {
      const lanes = lanesOf(status);
      // For one status, a further ticket must be read to know whether the page has a next one.
      const enough = status === undefined ? limit : limit + 1;
      const found: Ticket[] = [];
      let looked = 0;
      let position = after;
      let hasMore = true;
      while (hasMore && found.length < enough && looked < MAX_TICKETS_READ) {
        // The first tickets are usually enough. If not, read as many as one call takes.
        const size = Math.min(
          looked === 0 ? enough : KEYS_PER_BATCH,
          KEYS_PER_BATCH,
          MAX_TICKETS_READ - looked,
        );
        const keys = await keysOfLanes(lanes, position, size + 1);
        const batch = keys.slice(0, size);
        const tickets = await ticketsOf(batch);
        found.push(...tickets.filter((ticket) => status === undefined || ticket.status === status));
        looked += batch.length;
        position = batch.at(-1);
        hasMore = keys.length > size;
      }
      const items = found.slice(0, limit);
      const last = items.at(-1);
      if (found.length > limit && last !== undefined) return { items, next: sortKeyOf(last) };
      return { items, ...(hasMore && position !== undefined ? { next: position } : {}) };
    },
  };
};
