import { itemSize, type Item } from './item-size.ts';

/** How a read is to be consistent; a write within a transaction or not. */
export type Consistency = 'eventual' | 'strong' | 'transactional';

const KB = 1024;
/** A write unit is 1 KB, a read unit 4 KB (developer guide, "DynamoDB read and write operations"). */
const WRITE_BLOCK = KB;
const READ_BLOCK = 4 * KB;
/** A transaction writes and reads each item twice: to prepare and to commit (developer guide, transaction-apis.html). */
const TRANSACTIONAL = 2;
const perBlock: Readonly<Record<Consistency, number>> = {
  eventual: 0.5,
  strong: 1,
  transactional: TRANSACTIONAL,
};

/** Each item counts by itself and is rounded up; one that does not exist counts as the smallest there is. */
const blocks = (bytes: number, block: number): number => Math.max(1, Math.ceil(bytes / block));

/**
 * Units of a write to a table: by the larger of the item before and after, and 1 for an item that neither was there nor
 * is. A write whose condition does not hold is charged alike, by the larger of the item that is there and the one that was
 * to be (developer guide, "Working with items and attributes", conditional writes).
 * @param before the item's size before, `undefined` where there was none; `after` likewise.
 */
export const writeUnits = (before: number | undefined, after: number | undefined): number =>
  blocks(Math.max(before ?? 0, after ?? 0), WRITE_BLOCK);

/** A write within a transaction that was carried out. */
export const transactionalWriteUnits = (before: number | undefined, after: number | undefined): number =>
  TRANSACTIONAL * writeUnits(before, after);

/** Units of reading one item by its key: GetItem, and each item of BatchGetItem and TransactGetItems. */
export const readUnits = (bytes: number, consistency: Consistency): number =>
  blocks(bytes, READ_BLOCK) * perBlock[consistency];

/** Units of one page of Query or Scan: the sizes of all items looked at are added up first, and rounded up once. */
export const pageUnits = (sizes: readonly number[], consistency: Consistency): number =>
  readUnits(
    sizes.reduce((total, size) => total + size, 0),
    consistency,
  );

/** A secondary index, as far as writes to it are charged. */
export interface MeteredIndex {
  readonly partitionKey: string;
  readonly sortKey?: string;
  /** Attributes copied besides all keys; `all` copies the whole item. */
  readonly include: readonly string[] | 'all';
}

/** What an index holds of an item, if the item has all of the index's keys. */
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
 * Units that a write costs in one index (developer guide, "Using Global Secondary Indexes", GSI.ThroughputConsiderations):
 * one write where an entry appears, disappears or changes, two where its key changes (out and in again), none where what
 * the index holds stays as it was. Each by its own size.
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
