import { QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { batchGetAll, KEYS_PER_BATCH } from '../../../shared/persistence/batch-get.ts';
import { packedItem, unpack } from '../../../shared/persistence/item-forms.ts';
import { versionedItems } from '../../../shared/persistence/versioned-items.ts';
import { LOOKED_AT, type TicketStore } from '../domain/ticket-store.ts';
import { isOpen, type Ticket, type TicketRecord, type TicketStatus } from '../domain/ticket.ts';

/**
 * Lanes that the open tickets are spread over in the index, and as many for the closed ones. One partition takes at most
 * 1,000 writes a second (DynamoDB, "Best practices for designing partition keys"), and every paid order writes to both.
 */
const SHARDS = 4;

const keyOf = (orderId: string) => `ticket#${orderId}`;

/** The last hexadecimal digit of an order id is evenly spread: it is part of a UUID's random or hashed bits. */
const shardOf = (orderId: string) => Number.parseInt(orderId.slice(-1), 16) % SHARDS;

/** The halves of the index. With one for each status, each step of the kitchen would move the entry: two more writes. */
type Half = 'open' | 'closed';

const halfOf = (status: TicketStatus): Half => (isOpen(status) ? 'open' : 'closed');

const laneOf = (half: Half, shard: number) => `${half}#${shard}`;

/** The lanes in which tickets of a status are, or of any. */
const lanesOf = (status: TicketStatus | undefined): readonly string[] => {
  const halves: readonly Half[] = status === undefined ? ['open', 'closed'] : [halfOf(status)];
  return halves.flatMap((half) => Array.from({ length: SHARDS }, (_, shard) => laneOf(half, shard)));
};

/** Sorts by age; the order id tells tickets of one instant apart. */
const receivedKeyOf = (ticket: Ticket) => `${ticket.receivedAt}#${ticket.orderId}`;

/** The attributes of the index `byLane`; a tombstone has none, so it is in no list. */
const indexAttributes = (record: TicketRecord): Readonly<Record<string, string>> =>
  record.status === 'TOMBSTONE'
    ? {}
    : {
        lane: laneOf(halfOf(record.status), shardOf(record.orderId)),
        receivedKey: receivedKeyOf(record),
      };

/** Tickets in DynamoDB: one packed item an order, and an index of lanes (open or closed, and shard) to list them by. */
export const dynamoTicketStore = (client: DynamoDBDocumentClient, table: string): TicketStore => {
  const items = versionedItems<TicketRecord>(client, table, keyOf, packedItem);

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
        KeyConditionExpression:
          after === undefined ? 'lane = :lane' : 'lane = :lane AND receivedKey > :after',
        ExpressionAttributeValues: { ':lane': lane, ...(after === undefined ? {} : { ':after': after }) },
        Limit: limit,
      }),
    );
    return Items.map((item) => String(item['receivedKey']));
  };

  /** The first keys of some lanes together after a position, oldest first. */
  const keysOfLanes = async (
    lanes: readonly string[],
    after: string | undefined,
    limit: number,
  ): Promise<readonly string[]> => {
    // Each lane may hold all of them.
    const perLane = await Promise.all(lanes.map((lane) => keysOfLane(lane, after, limit)));
    // While the index catches up with the end of a ticket, it can show in two lanes.
    return [...new Set(perLane.flat())].sort().slice(0, limit);
  };

  /** The tickets of some keys, as the table has them. @throws AppError `unavailable` while the table is throttled. */
  const ticketsOf = async (keys: readonly string[]): Promise<readonly Ticket[]> => {
    const pks = keys.map((key) => keyOf(key.slice(key.indexOf('#') + 1)));
    const items = await batchGetAll(client, table, pks);
    return pks.flatMap((pk) => {
      const item = items.get(pk);
      const record = item && (unpack(item).state as unknown as TicketRecord);
      return record === undefined || record.status === 'TOMBSTONE' ? [] : [record];
    });
  };

  return {
    load: items.load,

    insert: (record) => items.insert(record.orderId, record, [], indexAttributes(record)),

    save: (record, version, outbox) =>
      items.save(record.orderId, record, version, outbox, indexAttributes(record)),

    list: async ({ status, limit, after }) => {
      const lanes = lanesOf(status);
      // Whether another ticket of a status follows, only the ticket itself tells; of any status, its key does.
      const enough = status === undefined ? limit : limit + 1;
      const found: Ticket[] = [];
      let looked = 0;
      let position = after;
      let hasMore = true;
      while (hasMore && found.length < enough && looked < LOOKED_AT) {
        // Most often the first ones are enough; if they are not, as many as one read takes.
        const size = Math.min(looked === 0 ? enough : KEYS_PER_BATCH, KEYS_PER_BATCH, LOOKED_AT - looked);
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
      if (found.length > limit && last !== undefined) return { items, next: receivedKeyOf(last) };
      return { items, ...(hasMore && position !== undefined ? { next: position } : {}) };
    },
  };
};
