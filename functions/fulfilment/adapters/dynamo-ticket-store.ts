import { BatchGetCommand, QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { AppError } from '../../../shared/errors.ts';
import { versionedItems } from '../../../shared/persistence/versioned-items.ts';
import type { TicketStore } from '../domain/ticket-store.ts';
import { ticketStatuses, type Ticket, type TicketRecord, type TicketStatus } from '../domain/ticket.ts';

/**
 * Partitions a status is spread over in the index. One would take at most 1,000 writes a second (DynamoDB, "Best
 * practices for designing partition keys"), and every paid order starts in WAITING.
 */
const SHARDS = 4;

/** How often keys that DynamoDB left out of a batch (throttling) are asked for again. */
const BATCH_ATTEMPTS = 5;

const keyOf = (orderId: string) => `ticket#${orderId}`;

/** The last hexadecimal digit of an order id is evenly spread: it is part of a UUID's random or hashed bits. */
const shardOf = (orderId: string) => Number.parseInt(orderId.slice(-1), 16) % SHARDS;

const laneOf = (status: TicketStatus, shard: number) => `${status}#${shard}`;

/** Sorts by age; the order id tells tickets of one instant apart. */
const receivedKeyOf = (ticket: Ticket) => `${ticket.receivedAt}#${ticket.orderId}`;

/** The attributes of the index `byLane`; a tombstone has none, so it is in no list. */
const indexAttributes = (record: TicketRecord): Readonly<Record<string, string>> =>
  record.status === 'TOMBSTONE'
    ? {}
    : {
        lane: laneOf(record.status, shardOf(record.orderId)),
        receivedKey: receivedKeyOf(record),
      };

const withoutIndexAttributes = (item: Readonly<Record<string, unknown>>): TicketRecord => {
  const { lane: _lane, receivedKey: _receivedKey, ...record } = item;
  return record as unknown as TicketRecord;
};

/** Tickets in DynamoDB: one item an order, and an index of lanes (status and shard) to list them by. */
export const dynamoTicketStore = (client: DynamoDBDocumentClient, table: string): TicketStore => {
  const items = versionedItems<TicketRecord>(client, table, keyOf);

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

  /** The tickets of some keys. @throws AppError `unavailable` when DynamoDB keeps leaving some of them out. */
  const ticketsOf = async (orderIds: readonly string[]): Promise<readonly Ticket[]> => {
    const tickets: Ticket[] = [];
    let wanted: Record<string, unknown>[] = orderIds.map((orderId) => ({ pk: keyOf(orderId) }));
    for (let attempt = 0; wanted.length > 0; attempt += 1) {
      if (attempt === BATCH_ATTEMPTS) {
        throw new AppError('unavailable', 'ticket.list-throttled', 'Some tickets could not be read');
      }
      const answer = await client.send(new BatchGetCommand({ RequestItems: { [table]: { Keys: wanted } } }));
      for (const item of answer.Responses?.[table] ?? []) {
        const { pk: _pk, version: _version, outbox: _outbox, ...rest } = item;
        const record = withoutIndexAttributes(rest);
        if (record.status !== 'TOMBSTONE') tickets.push(record);
      }
      wanted = answer.UnprocessedKeys?.[table]?.Keys ?? [];
    }
    return tickets;
  };

  return {
    load: async (orderId) => {
      const stored = await items.load(orderId);
      return stored && { ...stored, state: withoutIndexAttributes({ ...stored.state }) };
    },

    insert: (record) => items.insert(record.orderId, record, [], indexAttributes(record)),

    save: (record, version, outbox) =>
      items.save(record.orderId, record, version, outbox, indexAttributes(record)),

    list: async ({ status, limit, after }) => {
      const statuses = status === undefined ? ticketStatuses : [status];
      const lanes = statuses.flatMap((one) =>
        Array.from({ length: SHARDS }, (_, shard) => laneOf(one, shard)),
      );
      // Each lane may hold the whole page; one key more tells whether there is a next one.
      const perLane = await Promise.all(lanes.map((lane) => keysOfLane(lane, after, limit + 1)));
      // While the index catches up with a change of status, a ticket can show in two lanes.
      const merged = [...new Set(perLane.flat())].sort();
      const keys = merged.slice(0, limit);
      const tickets = await ticketsOf(keys.map((key) => key.slice(key.indexOf('#') + 1)));
      const next = merged.length > limit ? keys.at(-1) : undefined;
      return {
        items: tickets
          .filter((ticket) => status === undefined || ticket.status === status)
          .sort((a, b) => (receivedKeyOf(a) < receivedKeyOf(b) ? -1 : 1)),
        ...(next === undefined ? {} : { next }),
      };
    },
  };
};
