import { itemOf, type Item } from '../../../shared/persistence/versioned-items.ts';
import type { Stored } from '../../../shared/kernel/aggregate.ts';
import type { OrderRow, RowEvent } from '../domain/order-row.ts';
import { sortKeyOf, type RowWrite } from '../domain/row-store.ts';

const PREFIX = 'row#';

/** The key of an order's row. */
export const keyOf = (orderId: string): string => `${PREFIX}${orderId}`;

/** True for the key of an order's row. False for the key of an item with figures. */
export const isRowKey = (pk: string): boolean => pk.startsWith(PREFIX);

/** Extracts the order's id from the key of its row. */
export const orderIdIn = (pk: string): string => pk.slice(PREFIX.length);

/**
 * The index `byLane` spreads orders over this many partitions ("lanes"). A partition accepts at most 1,000 writes a
 * second (DynamoDB, "Best practices for designing partition keys").
 */
const LANES = 8;

const laneNamed = (lane: number): string => `lane#${lane}`;

/** The names of all lanes. */
export const lanes = Array.from({ length: LANES }, (_, lane) => laneNamed(lane));

/**
 * Chooses a lane by the last hexadecimal digit of the order's UUID. All digits are equally frequent, so the lanes fill
 * evenly.
 */
const laneOf = (orderId: string): string => laneNamed(Number.parseInt(orderId.slice(-1), 16) % LANES);

/**
 * An event in an item. `at` is in milliseconds since 1970, because this number needs a third of the bytes of an ISO
 * 8601 text.
 */
type EventItem = Omit<RowEvent, 'at'> & { readonly at: number };

const mapped = <From, To>(
  record: Readonly<Record<string, From>>,
  map: (value: From) => To,
): Readonly<Record<string, To>> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));

/**
 * Converts a row to its item. Leaves out what the item's keys contain: the order's id and when the order was placed.
 * Because of this, the row of a completed order for one product fits into 1 KB, the size of a write unit. A row is in
 * no index until an event with the time of the placement has arrived.
 */
export const rowItemOf = ({ row, version, expiresAt }: RowWrite): Item => {
  const { orderId, placedAt: _placedAt, events, units, ...rest } = row;
  const sortKey = sortKeyOf(row);
  return {
    ...itemOf(keyOf(orderId), version, rest, undefined, expiresAt),
    // A `Map`, because the SDK mistakes an object with a key `constructor` for an instance of a class, and a product
    // may have the id `constructor` (convertToAttr in @aws-sdk/util-dynamodb).
    ...(units === undefined ? {} : { units: new Map(Object.entries(units)) }),
    events: mapped(events, (event): EventItem => ({ ...event, at: Date.parse(event.at) })),
    ...(sortKey === undefined ? {} : { lane: laneOf(orderId), sortKey }),
  };
};

/** The inverse of `rowItemOf`. */
export const rowIn = (item: Item): Stored<OrderRow> => {
  const { pk, version, expiresAt: _expiresAt, lane: _lane, sortKey, events, ...rest } = item;
  const placedAt = typeof sortKey === 'string' ? sortKey.split('#', 1)[0] : undefined;
  return {
    state: {
      ...rest,
      orderId: orderIdIn(String(pk)),
      ...(placedAt === undefined ? {} : { placedAt }),
      events: mapped(events as Readonly<Record<string, EventItem>>, (event) => ({
        ...event,
        at: new Date(event.at).toISOString(),
      })),
    },
    version: Number(version),
  };
};
