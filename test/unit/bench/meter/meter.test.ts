import { describe, expect, it } from '@jest/globals';
import { totalOf } from '../../../../bench/meter/charge.ts';
import type { Item } from '../../../../bench/meter/item-size.ts';
import { meterOf } from '../../../../bench/meter/meter.ts';

const tables = {
  shop: { keys: ['pk'], indexes: [{ partitionKey: 'lane', include: [] }] },
};
const failure = (name: string): Error => Object.assign(new Error(name), { name });

/** A meter for a table in memory. `probes` are the keys that the meter reads to learn the size of an item. */
const metered = (items: Record<string, Item> = {}) => {
  const table = new Map(Object.entries(items));
  const probes: string[] = [];
  const meter = meterOf(tables, async (_table, { pk }) => {
    probes.push(pk?.S ?? '');
    return table.get(pk?.S ?? '');
  });
  const store = (item: Item) => async () => {
    table.set(item['pk']?.S ?? '', item);
    return {};
  };
  return { meter, table, probes, store };
};

const text = (length: number) => ({ S: 'x'.repeat(length) });
const pk = (value: string) => ({ pk: { S: value } });

describe('the meter', () => {
  it('charges a put by the larger item, and reads what was there only once', async () => {
    const { meter, probes, store } = metered({ a: { ...pk('a'), body: text(3000) } });
    const small = { ...pk('a'), body: text(10) };
    for (let time = 0; time < 2; time += 1) {
      await meter.around('PutItem', { TableName: 'shop', Item: small }, store(small));
    }
    expect(meter.charges.map(({ writeUnits }) => writeUnits)).toEqual([3, 1]);
    expect(probes).toEqual(['a']);
  });

  it('reads an item after its update, because only DynamoDB knows the new item', async () => {
    const { meter, probes, store } = metered({ a: { ...pk('a'), body: text(10) } });
    const grown = { ...pk('a'), body: text(2000) };
    await meter.around('UpdateItem', { TableName: 'shop', Key: pk('a') }, store(grown));
    expect(meter.charges).toMatchObject([
      { operation: 'UpdateItem', key: 'a', writeUnits: 2, outcome: 'done' },
    ]);
    expect(probes).toEqual(['a', 'a']);
  });

  it('lets writes of one item wait for each other, and no others', async () => {
    const { meter, store } = metered();
    const order: string[] = [];
    const write = (key: string, body: number) => {
      const item = { ...pk(key), body: text(body) };
      return meter.around('UpdateItem', { TableName: 'shop', Key: pk(key) }, async () => {
        order.push(`${key} begins`);
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
        order.push(`${key} ends`);
        return store(item)();
      });
    };
    await Promise.all([write('a', 1500), write('a', 2500), write('b', 10)]);
    expect(order.filter((step) => step.startsWith('a'))).toEqual([
      'a begins',
      'a ends',
      'a begins',
      'a ends',
    ]);
    expect(order.slice(0, 2)).toEqual(['a begins', 'b begins']);
    expect(totalOf(meter.charges, ({ key }) => key === 'a')).toMatchObject({ writes: 2, writeUnits: 2 + 3 });
  });

  it('charges a condition that does not hold, by the item that is there or was to be', async () => {
    const { meter } = metered({ a: { ...pk('a'), body: text(1500) } });
    const refuse = () => Promise.reject(failure('ConditionalCheckFailedException'));
    const write = (Item: Item) => meter.around('PutItem', { TableName: 'shop', Item }, refuse);
    await expect(write(pk('a'))).rejects.toThrow('Conditional');
    await expect(write({ ...pk('a'), body: text(2500) })).rejects.toThrow('Conditional');
    await expect(write(pk('b'))).rejects.toThrow('Conditional');
    expect(meter.charges.map(({ writeUnits, outcome }) => [writeUnits, outcome])).toEqual([
      [2, 'refused'],
      [3, 'refused'],
      [1, 'refused'],
    ]);
  });

  it('charges each item of a transaction twice, and once when it is cancelled', async () => {
    const { meter, table } = metered({ stock: pk('stock') });
    const input = {
      TransactItems: [
        { Put: { TableName: 'shop', Item: { ...pk('row'), body: text(1500) } } },
        { Update: { TableName: 'shop', Key: pk('stock') } },
        { ConditionCheck: { TableName: 'shop', Key: pk('other') } },
      ],
    };
    const cancelled = () => Promise.reject(failure('TransactionCanceledException'));
    await expect(meter.around('TransactWriteItems', input, cancelled)).rejects.toThrow('Transaction');
    await meter.around('TransactWriteItems', input, async () => {
      table.set('row', { ...pk('row'), body: text(1500) });
      return {};
    });
    expect(meter.charges.map(({ key, writeUnits }) => [key, writeUnits])).toEqual([
      ['row', 2],
      ['stock', 1],
      ['other', 1],
      ['row', 4],
      ['stock', 2],
      ['other', 2],
    ]);
    expect(totalOf(meter.charges).requests).toBe(2);
  });

  it('charges index writes beside those of the table', async () => {
    const { meter, store } = metered();
    for (const lane of ['a', 'a', 'b']) {
      const item = { ...pk('x'), lane: { S: lane } };
      await meter.around('PutItem', { TableName: 'shop', Item: item }, store(item));
    }
    expect(meter.charges.map(({ writeUnits, indexUnits }) => [writeUnits, indexUnits])).toEqual([
      [1, 1],
      [1, 0],
      [1, 2],
    ]);
  });

  it('does not charge throttled or lost requests, and reads the item again before the next charge', async () => {
    const { meter, table, probes, store } = metered({ a: pk('a') });
    const lost = async () => {
      table.set('a', { ...pk('a'), body: text(2500) });
      throw failure('TimeoutError');
    };
    await expect(meter.around('PutItem', { TableName: 'shop', Item: pk('a') }, lost)).rejects.toThrow(
      'Timeout',
    );
    await meter.around('PutItem', { TableName: 'shop', Item: pk('a') }, store(pk('a')));
    expect(meter.charges.map(({ writeUnits, outcome }) => [writeUnits, outcome])).toEqual([
      [0, 'failed'],
      [3, 'done'],
    ]);
    expect(probes).toEqual(['a', 'a']);
  });

  it('charges reads by the whole item and its consistency', async () => {
    const { meter } = metered({ a: { ...pk('a'), body: text(5000) } });
    const input = { TableName: 'shop', Key: pk('a'), ProjectionExpression: 'pk' };
    await meter.around('GetItem', input, async () => ({}));
    await meter.around('GetItem', { ...input, ConsistentRead: true }, async () => ({}));
    const keys = { RequestItems: { shop: { Keys: [pk('a'), pk('none')] } } };
    await meter.around('BatchGetItem', keys, async () => ({}));
    expect(meter.charges.map(({ readUnits }) => readUnits)).toEqual([1, 2, 1, 0.5]);
  });

  it('refuses to guess about items that a page looked at and did not return', async () => {
    const { meter } = metered();
    const query = meter.around('Query', { TableName: 'shop', FilterExpression: 'a = b' }, async () => ({}));
    await expect(query).rejects.toThrow('cannot tell the size');
  });

  it('refuses an unknown table', async () => {
    const { meter } = metered();
    const put = meter.around('PutItem', { TableName: 'barn', Item: pk('a') }, async () => ({}));
    await expect(put).rejects.toThrow('not told of table barn');
  });
});
