import { deflateSync, inflateSync } from 'node:zlib';
import type { OutboxMessage } from '../kernel/outbox.ts';
import { packingDictionary } from './packing-dictionary.ts';

/** An item as the table holds it, as a document client reads and writes it. */
export type Item = Readonly<Record<string, unknown>>;

/** What an item of a service says, whatever its form. */
export interface ItemContent {
  readonly pk: string;
  readonly version: number;
  readonly state: Readonly<Record<string, unknown>>;
  /** The events of the last change, and of no other. */
  readonly outbox: readonly OutboxMessage[];
}

/**
 * How an item is laid out.
 * @param extra attributes for indexes or TTL, which a form leaves as they are.
 */
export type ItemForm = (content: ItemContent, extra: Item) => Item;

/**
 * `{ pk, ...state, version, outbox }`: for items that are changed in parts or under conditions upon their state.
 */
export const plainItem: ItemForm = ({ pk, version, state, outbox }, extra) => ({
  ...state,
  ...extra,
  pk,
  version,
  outbox,
});

/**
 * The longest JSON that is packed, in bytes, and so the most that unpacking takes of the memory: more than twice of what
 * an item holds without packing (400 KB, quotas of DynamoDB).
 */
export const MAX_JSON_BYTES = 1024 * 1024;

const refuseUnfit = (_name: string, value: unknown): unknown => {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`${value} cannot be stored`);
  return value;
};

/**
 * `{ pk, version, packed }`, with state and outbox compressed in `packed`, because a write is charged by the kilobyte of
 * the item (developer guide, "Best practices for storing large items and attributes"). In the clear beside it:
 * - `status`, where the state has one, for people in the console;
 * - `events`, the number of events in the outbox, where there are any: by it the relay's event source filters.
 * @throws Error for a state that could not be read again: a number that is none, or more than `MAX_JSON_BYTES`.
 */
export const packedItem: ItemForm = ({ pk, version, state, outbox }, extra) => {
  const json = Buffer.from(JSON.stringify({ state, outbox }, refuseUnfit));
  if (json.byteLength > MAX_JSON_BYTES) throw new RangeError(`${pk} has grown beyond what can be stored`);
  const { status } = state;
  return {
    ...extra,
    pk,
    version,
    ...(status === undefined ? {} : { status }),
    ...(outbox.length === 0 ? {} : { events: outbox.length }),
    packed: deflateSync(json, { level: 9, dictionary: packingDictionary }),
  };
};

const unpacked = (pk: string, packed: unknown): Pick<ItemContent, 'state' | 'outbox'> => {
  try {
    if (!(packed instanceof Uint8Array)) throw new TypeError('It is not binary');
    const options = { dictionary: packingDictionary, maxOutputLength: MAX_JSON_BYTES };
    return JSON.parse(inflateSync(packed, options).toString('utf8')) as Pick<ItemContent, 'state' | 'outbox'>;
  } catch (error) {
    throw new Error(`${pk} cannot be read: its attribute "packed" is damaged`, { cause: error });
  }
};

/**
 * Reads an item of either form.
 * @param item as a document client answers it. The state of a plain one includes the attributes of its indexes.
 * @throws Error naming the key, when what is packed is damaged.
 */
export const unpack = (item: Item): ItemContent => {
  const { pk, version, outbox, ...state } = item;
  const key = String(pk);
  const content =
    'packed' in item
      ? unpacked(key, item['packed'])
      : { state, outbox: Array.isArray(outbox) ? (outbox as readonly OutboxMessage[]) : [] };
  return { pk: key, version: Number(version), ...content };
};
