import { unpack, type Item } from '../../shared/persistence/item-forms.ts';

/** The services whose items can be shown, and what a key without a kind means there. */
export const kinds = {
  orders: 'order',
  payments: 'payment',
  fulfilment: 'ticket',
  inventory: 'reservation',
} as const satisfies Readonly<Record<string, string>>;

/** A service whose items can be shown. */
export type ShownService = keyof typeof kinds;

/** Whether items of a service can be shown. */
export const isShown = (service: string): service is ShownService => Object.hasOwn(kinds, service);

/** The key of an item: `order#0195…`, or of the service's main kind when it names none. */
export const itemKey = (service: ShownService, key: string): string =>
  key.includes('#') ? key : `${kinds[service]}#${key}`;

const readable = (value: unknown): unknown => {
  if (value instanceof Set) return [...value];
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
};

/**
 * An item for people: a packed one with its state and outbox, a plain one as it is.
 * @returns JSON, indented; sets as lists, and bytes in base64.
 * @throws Error naming the key, when what is packed is damaged.
 */
export const shownItem = (item: Item): string => {
  const { pk, version, packed, ...clear } = item;
  const { state, outbox } = unpack(item);
  const shown = { pk, version, ...clear, ...(packed === undefined ? {} : { state, outbox }) };
  const entries = Object.entries(shown).map(([name, value]) => [name, readable(value)] as const);
  return JSON.stringify(Object.fromEntries(entries), undefined, 2);
};
