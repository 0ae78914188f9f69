import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { SaveOutcome, Stored } from '../../../shared/kernel/aggregate.ts';
import type { Outbox } from '../../../shared/kernel/messages.ts';
import { awsError, conditionFailed } from '../../support/aws-answers.ts';
import { startFakeAws, type FakeAws } from '../../support/fake-aws.ts';
import { product, reserved } from '../../support/inventory.ts';
import { ORDER_ID, PLACED_AT, orderIn, pendingOrder } from '../../support/orders.ts';
import { captured, pending } from '../../support/payments/samples.ts';
import { cancelled as cancelledTicket, waiting } from '../../support/tickets.ts';
import { outboxHolding, publishedEvent } from '../../support/stored-items.ts';

/** The methods that the stores of all aggregates have. */
interface Store {
  readonly load: (id: string) => Promise<Stored<object> | undefined>;
  readonly insert: (state: never, outbox: Outbox | undefined, expiresAt?: number) => Promise<unknown>;
  readonly save: (
    state: never,
    version: number,
    outbox: Outbox | undefined,
    expiresAt?: number,
  ) => Promise<unknown>;
}

let aws: FakeAws;
let stores: Readonly<Record<string, Store>>;

beforeAll(async () => {
  aws = await startFakeAws();
  const { documentClient } = await import('../../../shared/persistence/document-client.ts');
  const [orders, payments, tickets, products, reservations] = await Promise.all([
    import('../../../functions/orders/adapters/dynamo-order-store.ts'),
    import('../../../functions/payments/adapters/dynamo-payment-store.ts'),
    import('../../../functions/fulfilment/adapters/dynamo-ticket-store.ts'),
    import('../../../functions/inventory/adapters/dynamo-product-store.ts'),
    import('../../../functions/inventory/adapters/dynamo-reservation-store.ts'),
  ]);
  stores = {
    order: orders.dynamoOrderStore(documentClient, 'table'),
    payment: payments.dynamoPaymentStore(documentClient, 'table'),
    ticket: tickets.dynamoTicketStore(documentClient, 'table'),
    product: products.dynamoProductStore(documentClient, 'table'),
    reservation: reservations.dynamoReservationStore(documentClient, 'table'),
  };
});
afterEach(() => aws.reset());
afterAll(() => aws.close());

const outbox = outboxHolding([publishedEvent(1)]);
const outboxOfItem = marshall({ outbox });
const ticket = waiting(1);
const ticketKeys = { sortKey: { S: `${ticket.receivedAt}#${ticket.orderId}` } };
const orderKeys = { customerId: { S: 'alice' }, createdAt: { S: PLACED_AT } };

/** For each kind of aggregate: name, key, first state, a later state, and the index attributes of both states. */
const kinds = [
  ['order', `order#${ORDER_ID}`, pendingOrder(), orderIn.COMPLETED(), orderKeys, orderKeys],
  ['payment', `payment#${pending.orderId}`, pending, captured, {}, {}],
  [
    'ticket',
    `ticket#${ticket.orderId}`,
    ticket,
    cancelledTicket(1),
    { ...ticketKeys, lane: { S: 'open#1' } },
    { ...ticketKeys, lane: { S: 'closed#1' } },
  ],
  [
    'product',
    'product#bun',
    product(),
    product({ active: false, revision: 2 }),
    { catalogue: { S: 'active' }, productId: { S: 'bun' } },
    { catalogue: { S: 'inactive' }, productId: { S: 'bun' } },
  ],
  ['reservation', `reservation#${reserved().orderId}`, reserved(), reserved({ lines: [] }), {}, {}],
] as const;

describe.each(kinds)('the store of a(n) %s', (kind, pk, first, later, firstKeys, laterKeys) => {
  const id = pk.slice(pk.indexOf('#') + 1);
  const store = () => stores[kind]!;
  const written = () => aws.inputsOf('DynamoDB.PutItem')[0] as { readonly Item: object };

  it('reads strongly consistent, because decisions depend on what it reads', async () => {
    expect(await store().load(id)).toBeUndefined();
    expect(aws.inputsOf('DynamoDB.GetItem')).toEqual([
      { TableName: 'table', Key: { pk: { S: pk } }, ConsistentRead: true },
    ]);
  });

  it('reads back the state that it wrote, at the version that it gave it', async () => {
    await store().save(later as never, 6, outbox);
    const { Item } = written();
    aws.answer(() => ({ body: { Item } }));
    expect(await store().load(id)).toEqual({ state: later, version: 7 });
  });

  it('inserts version 1, unless there is an item', async () => {
    expect(await store().insert(first as never, outbox)).toBe('inserted');
    expect(written()).toMatchObject({
      TableName: 'table',
      Item: { pk: { S: pk }, version: { N: '1' }, ...outboxOfItem, ...firstKeys },
      ConditionExpression: 'attribute_not_exists(pk)',
    });
    aws.answer(() => conditionFailed());
    expect(await store().insert(first as never, outbox)).toBe('exists');
  });

  it('saves the next version with the keys of its index, if the version that was read is still the stored one', async () => {
    expect(await store().save(later as never, 6, outbox)).toBe('saved');
    expect(written()).toMatchObject({
      TableName: 'table',
      Item: { pk: { S: pk }, version: { N: '7' }, ...outboxOfItem, ...laterKeys },
      ConditionExpression: '#version = :version',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':version': { N: '6' } },
    });
    aws.answer(() => conditionFailed());
    expect(await store().save(later as never, 6, outbox)).toBe('conflict' satisfies SaveOutcome);
  });

  it('writes no expiry that it is not given, and never returns one as part of a state', async () => {
    await store().insert(first as never, undefined);
    expect(written().Item).not.toHaveProperty('expiresAt');
    aws.answer(() => ({ body: { Item: { ...written().Item, expiresAt: { N: '1800000000' } } } }));
    expect(await store().load(id)).toEqual({ state: first, version: 1 });
  });

  it('fails with what DynamoDB refuses for any other reason', async () => {
    aws.answer(() => awsError('ValidationException'));
    await expect(store().load(id)).rejects.toThrow('ValidationException');
    await expect(store().insert(first as never, undefined)).rejects.toThrow('ValidationException');
    await expect(store().save(later as never, 6, undefined)).rejects.toThrow('ValidationException');
  });
});

describe.each(kinds.slice(0, 3).map(([kind, , first, later]) => ({ kind, first, later })))(
  'the expiry of a(n) $kind',
  ({ kind, first, later }) => {
    it('is an attribute of the item, in the write of the state', async () => {
      await stores[kind]!.insert(first as never, outbox, 1_800_000_000);
      await stores[kind]!.save(later as never, 6, outbox, 1_900_000_000);
      expect(aws.inputsOf('DynamoDB.PutItem')).toMatchObject([
        { Item: { expiresAt: { N: '1800000000' } } },
        { Item: { expiresAt: { N: '1900000000' } } },
      ]);
    });
  },
);

describe('the store of tickets', () => {
  it('keeps the tombstone of a ticket out of every list', async () => {
    const tombstone = { status: 'TOMBSTONE', orderId: ticket.orderId, cancelledAt: PLACED_AT };
    await stores['ticket']!.insert(tombstone as never, undefined);
    const [{ Item }] = aws.inputsOf('DynamoDB.PutItem') as [{ readonly Item: object }];
    expect(Object.keys(Item)).not.toEqual(expect.arrayContaining(['lane']));
    expect(Object.keys(Item)).not.toEqual(expect.arrayContaining(['sortKey']));
  });
});
