import type { Item } from '../../../shared/persistence/versioned-items.ts';
import type { Figures } from '../domain/figures.ts';

/**
 * The figures of a day are spread over this many groups of items (shards). Each write adds to one shard, chosen at
 * random, so no item receives all writes of a day. A partition accepts at most 1,000 write units a second (DynamoDB,
 * "Best practices for designing partition keys").
 */
export const SHARDS = 16;

/**
 * The sold units of products are spread over this many items of a shard. Writes to small items cost less, because
 * DynamoDB charges a write by the size of the whole item. With this number, one BatchGetItem (at most 100 keys) can
 * still read all items of a day.
 */
const PRODUCT_BUCKETS = 5;

const UNITS = 'units:';

/**
 * Chooses which item of a shard holds a product's units, by the sum of the character codes of the product's id. This
 * spreads the products evenly enough over the items.
 */
const bucketOf = (productId: string): number => {
  let sum = 0;
  for (let at = 0; at < productId.length; at += 1) sum += productId.charCodeAt(at);
  return sum % PRODUCT_BUCKETS;
};

const figuresKey = (day: string, shard: number): string => `figures#${day}#${shard}`;
const unitsKey = (day: string, bucket: number, shard: number): string => `units#${day}#${bucket}#${shard}`;

/** The day in the key of an item with figures. Undefined for the key of another item. */
export const dayInKey = (pk: string): string | undefined => /^(?:figures|units)#([^#]+)#/.exec(pk)?.[1];

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, number) => number);

/** The keys of all items that may have figures of a day. */
export const keysOfDay = (day: string): readonly string[] =>
  upTo(SHARDS).flatMap((shard) => [
    figuresKey(day, shard),
    ...upTo(PRODUCT_BUCKETS).map((bucket) => unitsKey(day, bucket, shard)),
  ]);

/**
 * Distributes figures over the items of one shard. Each product has one item for its units (`bucketOf`). All other
 * figures can be in any item. If units are written, the other figures are added to one of the items with units. This
 * saves a write.
 */
export const figuresByKey = (day: string, figures: Figures, shard: number): ReadonlyMap<string, Figures> => {
  const items = new Map<string, Record<string, number>>();
  const add = (key: string, name: string, value: number): void => {
    items.set(key, { ...items.get(key), [name]: value });
  };
  const [units, others] = [true, false].map((wanted) =>
    Object.entries(figures).filter(([name]) => name.startsWith(UNITS) === wanted),
  ) as [[string, number][], [string, number][]];
  for (const [name, value] of units)
    add(unitsKey(day, bucketOf(name.slice(UNITS.length)), shard), name, value);
  const [written = figuresKey(day, shard)] = items.keys();
  for (const [name, value] of others) add(written, name, value);
  return items;
};

/** The figures in an item: all its numbers except `expiresAt`. */
export const figuresIn = ({ expiresAt: _expiry, ...item }: Item): Figures =>
  Object.fromEntries(
    Object.entries(item).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
