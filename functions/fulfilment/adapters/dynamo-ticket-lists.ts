import { QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { batchGetAll, KEYS_PER_BATCH } from '../../../shared/persistence/document-client.ts';
import type { Item } from '../../../shared/persistence/versioned-items.ts';
import { MAX_TICKETS_READ, type TicketStore } from '../domain/ticket-store.ts';
import { isOpen, type Ticket, type TicketRecord, type TicketStatus } from '../domain/ticket.ts';

/**
 * The index `byLane` has this many partitions ("lanes") for open tickets, and the same number of other partitions for
 * closed tickets. A partition accepts at most 1,000 writes a second (DynamoDB, "Best practices for designing partition
 * keys").
 */
const SHARDS = 4;

/** The key of an order's ticket. */
export const keyOf = (orderId: string) => `ticket#${orderId}`;

/**
 * Chooses an order's shard by the last hexadecimal digit of its UUID. All digits are equally frequent, so the shards
 * fill evenly.
 */
const shardOf = (orderId: string) => Number.parseInt(orderId.slice(-1), 16) % SHARDS;

/**
 * Open and closed tickets are in different partitions of the index. If each status had its own partitions, a change
 * between two open statuses would cost two more index writes.
 */
type Half = 'open' | 'closed';

const halfOf = (status: TicketStatus): Half => (isOpen(status) ? 'open' : 'closed');

const laneOf = (half: Half, shard: number) => `${half}#${shard}`;

/** Returns the lanes that contain tickets of `status`. Without a status, returns all lanes. */
const lanesOf = (status: TicketStatus | undefined): readonly string[] => {
  const halves: readonly Half[] = status === undefined ? ['open', 'closed'] : [halfOf(status)];
  return halves.flatMap((half) => Array.from({ length: SHARDS }, (_, shard) => laneOf(half, shard)));
};

/**
 * The key that sorts the tickets of a list by age. The order id distinguishes tickets that were opened at the same
 * instant.
 */
const sortKeyOf = (ticket: Ticket) => `${ticket.receivedAt}#${ticket.orderId}`;

/** A ticket's attributes for the index `byLane`. A tombstone has no such attributes, so no list shows it. */
export const laneOfTicket = (record: TicketRecord): Readonly<Record<string, string>> =>
  record.status === 'TOMBSTONE'
    ? {}
    : {
        lane: laneOf(halfOf(record.status), shardOf(record.orderId)),
        sortKey: sortKeyOf(record),
      };

/** Lists tickets by the index `byLane`, oldest first. */
export const ticketLists = (
  client: DynamoDBDocumentClient,
  table: string,
  ticketIn: (item: Item) => TicketRecord,
): Pick<TicketStore, 'list'> => {
  /** The sort keys of one lane after the sort key `after`, oldest first. */
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

  /** The first `limit` sort keys of several lanes together, after the sort key `after`, oldest first. */
  const keysOfLanes = async (
    lanes: readonly string[],
    after: string | undefined,
    limit: number,
  ): Promise<readonly string[]> => {
    // Reads `limit` keys from each lane, because the oldest tickets may all be in one lane.
    const perLane = await Promise.all(lanes.map((lane) => keysOfLane(lane, after, limit)));
    // The index is eventually consistent: for a moment, a ticket that was just closed may be in two lanes. So duplicate
    // keys are removed.
    return [...new Set(perLane.flat())].sort().slice(0, limit);
  };

  /**
   * Reads from the table the tickets that have these sort keys.
   * @throws AppError `unavailable` while the table is throttled.
   */
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
      // A list of one status drops tickets of other statuses. It reads one matching ticket more than the page needs, to
      // know whether a next page exists.
      const enough = status === undefined ? limit : limit + 1;
      const found: Ticket[] = [];
      let looked = 0;
      let position = after;
      let hasMore = true;
      while (hasMore && found.length < enough && looked < MAX_TICKETS_READ) {
        // The first read asks for `enough` tickets. Each further read is as large as possible.
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
