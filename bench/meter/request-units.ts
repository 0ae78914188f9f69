import { itemSize, type Item } from './item-size.ts';

/** Consistency of a read. */
export type Consistency = 'eventual' | 'strong' | 'transactional';

const KB = 1024;
/** A write unit is 1 KB, a read unit 4 KB (developer guide, "DynamoDB read and write operations"). */
const WRITE_BLOCK = KB;
const READ_BLOCK = 4 * KB;
/** A transaction accesses each item twice, to prepare and to commit (developer guide, transaction-apis.html). */
const TRANSACTIONAL = 2;
const perBlock: Readonly<Record<Consistency, number>> = {
  eventual: 0.5,
  strong: 1,
  transactional: TRANSACTIONAL,
};

/** Returns how many blocks a size needs, rounded up. An absent item needs one block. */
const blocks = (bytes: number, block: number): number => Math.max(1, Math.ceil(bytes / block));

/**
 * Returns the units of a write to a table: for the item before or after the write, whichever is larger, or 1 unit if
 * there is no item. A failed condition is charged for the existing or the new item, whichever is larger (developer
 * guide, "Working with items and attributes", conditional writes).
 * @param before size before the write; undefined if there was no item
 * @param after size after the write; undefined if there is no item
 */
export const writeUnits = (before: number | undefined, after: number | undefined): number =>
  blocks(Math.max(before ?? 0, after ?? 0), WRITE_BLOCK);

/** Returns the units of a write in a committed transaction. */
export const transactionalWriteUnits = (before: number | undefined, after: number | undefined): number =>
  TRANSACTIONAL * writeUnits(before, after);

/** Returns the units to read one item by its key: GetItem, and each item of BatchGetItem and TransactGetItems. */
export const readUnits = (bytes: number, consistency: Consistency): number =>
  blocks(bytes, READ_BLOCK) * perBlock[consistency];

/** Returns the units of one page of Query or Scan. The sizes of all items are added up, then rounded up once. */
export const pageUnits = (sizes: readonly number[], consistency: Consistency): number =>
  readUnits(
    sizes.reduce((total, size) => total + size, 0),
    consistency,
  );

/** What the meter needs to know about a secondary index. */
export interface MeteredIndex {
  readonly partitionKey: string;
  readonly sortKey?: string;
  /** Projected attributes besides the keys. `all` projects the whole item. */
  readonly include: readonly string[] | 'all';
}

/** Returns the index entry of an item, or undefined if the item lacks a key of the index. */
const projected = (
  item: Item | undefined,
  index: MeteredIndex,
  tableKeys: readonly string[],
): Item | undefined => {
  if (item === undefined) return undefined;
  const keys = [index.partitionKey, ...(index.sortKey === undefined ? [] : [index.sortKey])];
  if (keys.some((key) => item[key] === undefined)) return undefined;
  const { include } = index;
  if (include === 'all') return item;
  const wanted = new Set([...tableKeys, ...keys, ...include]);
  return Object.fromEntries(Object.entries(item).filter(([name]) => wanted.has(name)));
};

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const equal = (one: Item, other: Item): boolean => {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => same(one[name], other[name]));
};

/**
 * Returns the units of a write in one index (developer guide, "Using Global Secondary Indexes",
 * GSI.ThroughputConsiderations). A new, deleted or changed entry costs one write. A changed key costs two writes, a
 * delete and an insert. An unchanged entry costs nothing.
 */
export const indexUnits = (
  before: Item | undefined,
  after: Item | undefined,
  index: MeteredIndex,
  tableKeys: readonly string[],
): number => {
  const old = projected(before, index, tableKeys);
  const fresh = projected(after, index, tableKeys);
  if (old === undefined && fresh === undefined) return 0;
  if (old === undefined || fresh === undefined)
    return writeUnits(old && itemSize(old), fresh && itemSize(fresh));
  const moved =
    !same(old[index.partitionKey], fresh[index.partitionKey]) ||
    (index.sortKey !== undefined && !same(old[index.sortKey], fresh[index.sortKey]));
  if (moved) return writeUnits(itemSize(old), undefined) + writeUnits(undefined, itemSize(fresh));
  return equal(old, fresh) ? 0 : writeUnits(itemSize(old), itemSize(fresh));
};
