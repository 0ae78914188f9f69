import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { QueueMessage } from '../../shared/events/integration-event.ts';
import { outboxOf, type Outbox } from '../../shared/kernel/messages.ts';
import { itemOf, stateOf, type Item } from '../../shared/persistence/versioned-items.ts';

/** An item as DynamoDB's API sends it, e.g. `{ pk: { S: 'order#1' } }`. */
export type WireItem = Readonly<Record<string, AttributeValue>>;

export const toWire = (item: Item): WireItem => marshall(item, { removeUndefinedValues: true });

/** The parts of a written item. `state` includes the index attributes, because only the store knows their names. */
export interface SavedItem {
  readonly pk: string;
  readonly version: number;
  readonly state: Readonly<Record<string, unknown>>;
  readonly outbox: Outbox | undefined;
}

/** Reads the input of a `PutItem`: state, version and outbox. */
export const savedItem = (putItem: Readonly<Record<string, unknown>>): SavedItem => {
  const item = unmarshall(putItem['Item'] as WireItem);
  return {
    pk: String(item['pk']),
    version: Number(item['version']),
    state: stateOf(item),
    outbox: item['outbox'] as Outbox | undefined,
  };
};

/** An outbox with these messages. It has the time and trace of the first message. */
export const outboxHolding = (events: readonly QueueMessage[]): Outbox | undefined => {
  const [first] = events;
  return (
    first &&
    outboxOf(
      first.time,
      first,
      events.map(({ type, id, version, data }) => ({
        type,
        id,
        ...(version === 1 ? {} : { version }),
        data,
      })),
    )
  );
};

/** An item with these messages in its outbox, in the form that services write. */
export const itemWithOutbox = (
  pk: string,
  events: readonly QueueMessage[],
  { version = 2, state = {} }: { readonly version?: number; readonly state?: object } = {},
): Item => itemOf(pk, version, state, outboxHolding(events));

/** The `n`-th event of a test, as a relay sends it to the bus. */
export const publishedEvent = (n: number, overrides: Partial<QueueMessage> = {}): QueueMessage => ({
  id: `OrderExpired:${n}`,
  type: 'OrderExpired',
  version: 1,
  time: '2026-03-01T09:30:00.000Z',
  correlationId: `correlation-${n}`,
  causationId: `cause-${n}`,
  data: { orderId: String(n) },
  ...overrides,
});

/** A stream record of an order whose outbox has these events. */
export const writeOf = (...events: readonly QueueMessage[]) => ({
  after: itemWithOutbox('order#1', events),
});
