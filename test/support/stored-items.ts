import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Message } from '../../shared/events/envelope.ts';
import type { OutboxMessage } from '../../shared/kernel/outbox.ts';
import { packedItem, unpack, type Item, type ItemContent } from '../../shared/persistence/item-forms.ts';

/** An item in the JSON of DynamoDB and Lambda: typed attributes, bytes in base64. */
export type WireItem = Readonly<Record<string, unknown>>;

export const toWire = (item: Item): WireItem =>
  Object.fromEntries(
    Object.entries(marshall(item, { removeUndefinedValues: true })).map(([name, value]) => [
      name,
      value.B === undefined ? value : { B: Buffer.from(value.B).toString('base64') },
    ]),
  );

const fromWire = (item: WireItem): Item =>
  unmarshall(
    Object.fromEntries(
      Object.entries(item as Record<string, { readonly B?: string }>).map(([name, value]) => [
        name,
        value.B === undefined ? value : { B: Buffer.from(value.B, 'base64') },
      ]),
    ) as Record<string, AttributeValue>,
  );

/** Reads the input of a `PutItem`: state, version and outbox. */
export const savedItem = (putItem: Readonly<Record<string, unknown>>): ItemContent =>
  unpack(fromWire(putItem['Item'] as WireItem));

/** An item with these events in its outbox, in the form that services write. */
export const itemWithOutbox = (
  pk: string,
  outbox: readonly OutboxMessage[],
  { version = 2, state = {} }: { readonly version?: number; readonly state?: object } = {},
): Item => packedItem({ pk, version, state: { ...state }, outbox }, {});

/** The `n`-th event of a test, from an outbox. */
export const outboxEvent = (n: number, overrides: Partial<Message> = {}): Message => ({
  id: `OrderExpired:${n}`,
  type: 'OrderExpired',
  version: 1,
  time: '2026-03-01T09:30:00.000Z',
  correlationId: `correlation-${n}`,
  causationId: `cause-${n}`,
  data: { orderId: String(n) },
  ...overrides,
});

/** A write of an order that publishes these events. */
export const writeOf = (...events: readonly Message[]) => ({
  after: itemWithOutbox('order#1', events),
});
