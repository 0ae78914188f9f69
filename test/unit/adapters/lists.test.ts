import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startFakeAws, type FakeAws } from '../../support/fake-aws.ts';
import { product } from '../../support/inventory.ts';
import { ORDER_ID, PLACED_AT, pendingOrder, price } from '../../support/orders.ts';
import { orderIdOf, waiting } from '../../support/tickets.ts';
import type { BatchStore } from '../../../functions/inventory/group-commit/batch-store.ts';
import type { ProductStore } from '../../../functions/inventory/domain/product.ts';
import type { OrderStore, PriceList } from '../../../functions/orders/domain/ports.ts';
import type { TicketStore } from '../../../functions/fulfilment/domain/ticket-store.ts';
import type { MessageLog } from '../../../functions/notifications/domain/message-log.ts';

let aws: FakeAws;
let orders: OrderStore;
let prices: PriceList;
let tickets: TicketStore;
let products: ProductStore;
let batches: BatchStore;
let log: MessageLog;

beforeAll(async () => {
  aws = await startFakeAws();
  const { documentClient } = await import('../../../shared/persistence/document-client.ts');
  const [order, priceList, ticket, productStore, stores, messageLog] = await Promise.all([
    import('../../../functions/orders/adapters/dynamo-order-store.ts'),
    import('../../../functions/orders/adapters/dynamo-price-list.ts'),
    import('../../../functions/fulfilment/adapters/dynamo-ticket-store.ts'),
    import('../../../functions/inventory/adapters/dynamo-product-store.ts'),
    import('../../../functions/inventory/adapters/system.ts'),
    import('../../../functions/notifications/adapters/dynamo-message-log.ts'),
  ]);
  orders = order.dynamoOrderStore(documentClient, 'table');
  prices = priceList.dynamoPriceList(documentClient, 'table');
  tickets = ticket.dynamoTicketStore(documentClient, 'table');
  products = productStore.dynamoProductStore(documentClient, 'table');
  ({ batches } = stores.dynamoStores('table'));
  log = messageLog.dynamoMessageLog(documentClient, 'table');
});
afterEach(() => aws.reset());
afterAll(() => aws.close());

type Item = Readonly<Record<string, unknown>>;
const queries = () => aws.inputsOf('DynamoDB.Query');

/** The items that a store writes, by key. */
const written = async (write: () => Promise<unknown>): Promise<ReadonlyMap<string, Item>> => {
  aws.reset();
  await write();
  const puts = aws.inputsOf('DynamoDB.PutItem') as readonly { readonly Item: { pk: { S: string } } }[];
  aws.reset();
  return new Map(puts.map(({ Item }) => [Item.pk.S, Item]));
};

/**
 * Serves BatchGetItem from `items`, and Query from `indexed`. The first BatchGetItem returns the item of one key, and
 * the other keys as unprocessed.
 */
const serve = (items: ReadonlyMap<string, Item>, indexed: readonly Item[] = [], last?: Item): void => {
  let calls = 0;
  aws.answer(({ operation, input }) => {
    if (operation === 'DynamoDB.Query') return { body: { Items: indexed, LastEvaluatedKey: last } };
    calls += 1;
    const { table } = input['RequestItems'] as { table: { Keys: { pk: { S: string } }[] } };
    const answered = calls === 1 ? table.Keys.slice(0, 1) : table.Keys;
    const left = table.Keys.slice(answered.length);
    const found = answered.flatMap(({ pk }) => items.get(pk.S) ?? []);
    return {
      body: {
        Responses: { table: found },
        UnprocessedKeys: left.length === 0 ? {} : { table: { Keys: left } },
      },
    };
  });
};

describe('items that are read together', () => {
  it('are asked for again as long as DynamoDB leaves some out, and shown in the order that was asked for', async () => {
    const ids = [orderIdOf(3), orderIdOf(1), orderIdOf(2)];
    serve(
      await written(async () => {
        for (const orderId of ids) await orders.insert(pendingOrder({ orderId }), undefined);
      }),
    );
    const found = await orders.loadMany([...ids, orderIdOf(4)]);
    expect(found).toEqual(ids.map((orderId) => pendingOrder({ orderId })));
    expect(aws.inputsOf('DynamoDB.BatchGetItem')).toHaveLength(2);
  });

  it('are prices as they were recorded', async () => {
    serve(await written(() => prices.record(price())));
    expect(await prices.find(['espresso', 'gone'])).toEqual(new Map([['espresso', price()]]));
  });

  it('are products as they were saved', async () => {
    serve(await written(() => products.insert(product(), undefined)));
    expect(await products.loadMany(['bun', 'gone'])).toEqual([product()]);
  });

  it('are stock items and rows, each by its key', async () => {
    serve(new Map([['stock#bun', { pk: { S: 'stock#bun' }, available: { N: '4' } }]]));
    expect(await batches.stocks(['bun', 'gone'])).toEqual(new Map([['bun', { available: 4, open: [] }]]));
    serve(new Map());
    expect(await batches.rows([ORDER_ID])).toEqual(new Map());
    expect(aws.inputsOf('DynamoDB.BatchGetItem').at(-1)).toMatchObject({
      RequestItems: { table: { Keys: [{ pk: { S: `reservation#${ORDER_ID}` } }] } },
    });
  });
});

describe("a customer's orders", () => {
  const position = (n: number) => `${PLACED_AT}#${orderIdOf(n)}`;
  const entry = (n: number) => ({ pk: { S: `order#${orderIdOf(n)}` }, createdAt: { S: PLACED_AT } });

  it('are listed newest first, from where the page before ended', async () => {
    serve(new Map(), [entry(2), entry(1)], entry(1));
    expect(await orders.idsOfCustomer('alice', { limit: 2, after: position(3) })).toEqual({
      items: [orderIdOf(2), orderIdOf(1)],
      next: position(1),
    });
    expect(queries()).toMatchObject([
      {
        IndexName: 'byCustomer',
        KeyConditionExpression: 'customerId = :customer',
        ExpressionAttributeValues: { ':customer': { S: 'alice' } },
        ScanIndexForward: false,
        Limit: 2,
        ExclusiveStartKey: {
          customerId: { S: 'alice' },
          createdAt: { S: PLACED_AT },
          pk: { S: `order#${orderIdOf(3)}` },
        },
      },
    ]);
  });

  it('since an instant are the newest of them', async () => {
    serve(new Map(), [entry(1)]);
    expect(await orders.idsPlacedSince('alice', PLACED_AT, 100)).toEqual([orderIdOf(1)]);
    expect(queries()).toMatchObject([
      {
        IndexName: 'byCustomer',
        KeyConditionExpression: 'customerId = :customer AND createdAt >= :since',
        ExpressionAttributeValues: { ':customer': { S: 'alice' }, ':since': { S: PLACED_AT } },
        ScanIndexForward: false,
        Limit: 100,
      },
    ]);
  });
});

describe('the catalogue', () => {
  it.each([
    ['offered', 'active', () => products.activeIds({ limit: 1, after: 'bun' })],
    ['no more offered', 'inactive', () => products.inactiveIds({ limit: 1, after: 'bun' })],
  ])('lists what is %s', async (_, part, list) => {
    const mug = { catalogue: { S: part }, productId: { S: 'mug' }, pk: { S: 'product#mug' } };
    serve(new Map(), [mug], mug);
    expect(await list()).toEqual({ items: ['mug'], next: 'mug' });
    expect(queries()).toMatchObject([
      {
        IndexName: 'catalogue',
        ExpressionAttributeValues: { ':part': { S: part } },
        Limit: 1,
        ExclusiveStartKey: {
          catalogue: { S: part },
          productId: { S: 'bun' },
          pk: { S: 'product#bun' },
        },
      },
    ]);
  });
});

describe('the queue of the kitchen', () => {
  it('asks every lane of a status, and shows the tickets as the table has them', async () => {
    const items = await written(() => tickets.insert(waiting(1), undefined));
    const [item] = items.values();
    serve(items, [{ sortKey: item!['sortKey'] }]);
    expect(await tickets.list({ status: 'WAITING', limit: 5 })).toEqual({ items: [waiting(1)] });
    expect(queries().map(({ ExpressionAttributeValues: values }) => values)).toEqual(
      [0, 1, 2, 3].map((shard) => ({ ':lane': { S: `open#${shard}` } })),
    );
  });
});

describe('the messages of a customer', () => {
  it('are listed newest first, with one more read that tells whether there is a next page', async () => {
    const place = (n: number) => `${PLACED_AT}#${orderIdOf(n)}`;
    serve(new Map(), [{ sortKey: { S: place(2) } }, { sortKey: { S: place(1) } }]);
    expect(await log.sortKeysOfCustomer('alice', { limit: 1, after: place(3) })).toEqual({
      items: [place(2)],
      next: place(2),
    });
    expect(queries()).toMatchObject([
      {
        IndexName: 'byCustomer',
        KeyConditionExpression: 'customerId = :customer AND sortKey < :after',
        ExpressionAttributeValues: { ':customer': { S: 'alice' }, ':after': { S: place(3) } },
        ScanIndexForward: false,
        Limit: 2,
      },
    ]);
  });
});
