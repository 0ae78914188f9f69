import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from '../meter/item-size.ts';
import type { MeteredTable } from '../meter/writes.ts';
import { between, bytesOf, type Random } from '../random.ts';

/** A table with two indexes. One of them projects an attribute that updates change. */
export const checkedTable = {
  keys: ['pk'],
  indexes: [
    { partitionKey: 'lane', sortKey: 'at', include: [] },
    { partitionKey: 'shelf', include: ['label'] },
  ],
} as const satisfies MeteredTable;

/** The names of the two indexes, in the same order as in `checkedTable`. */
export const indexNames = ['byLane', 'byShelf'] as const;

/** Only a few keys, so that writes often find an existing item. */
const KEYS = 25;

const text = (random: Random, length: number): AttributeValue => ({
  S: Array.from({ length }, () => String.fromCodePoint(between(random, 97, 122))).join(''),
});

/** A value of a random type, of at most about 3 KB. */
const anyValue = (random: Random): AttributeValue => {
  switch (between(random, 0, 8)) {
    case 0:
      return { N: String(between(random, -1_000_000, 1_000_000) / 1000) };
    case 1:
      return { B: bytesOf(random, between(random, 1, 1_500)) };
    case 2:
      return { BOOL: random() < 0.5 };
    case 3:
      return { L: Array.from({ length: between(random, 0, 30) }, () => text(random, 20)) };
    case 4:
      return { M: { name: text(random, between(random, 1, 900)), count: { N: '12' }, none: { NULL: true } } };
    case 5:
      return {
        SS: Array.from({ length: between(random, 1, 40) }, (_, n) => `batch-${String(n).padStart(6, '0')}`),
      };
    default:
      return text(random, between(random, 1, 3_000));
  }
};

export const anyKey = (random: Random): Item => ({ pk: { S: `item-${between(random, 1, KEYS)}` } });

/** An item that can be in both indexes and larger than a kilobyte. */
export const anyItem = (random: Random): Item => ({
  ...anyKey(random),
  ...(random() < 0.7
    ? { lane: { S: `lane-${between(random, 1, 2)}` }, at: { S: `at-${between(random, 1, 2)}` } }
    : {}),
  ...(random() < 0.5 ? { shelf: { S: 'shelf' }, label: text(random, between(random, 1, 1_400)) } : {}),
  body: anyValue(random),
});

/** An update of an item's body, of an attribute that an index projects, of an index's key, or of a number and a set. */
export const anyUpdate = (random: Random): Readonly<Record<string, unknown>> => {
  const set = (name: string, value: AttributeValue) => ({
    UpdateExpression: 'SET #name = :value',
    ExpressionAttributeNames: { '#name': name },
    ExpressionAttributeValues: { ':value': value },
  });
  switch (between(random, 0, 4)) {
    case 0:
      return set('label', text(random, between(random, 1, 1_400)));
    case 1:
      return set('lane', { S: `lane-${between(random, 1, 2)}` });
    case 2:
      return { UpdateExpression: 'REMOVE lane, label' };
    case 3:
      return {
        UpdateExpression: 'ADD available :units, #open :batches',
        ExpressionAttributeNames: { '#open': 'open' },
        ExpressionAttributeValues: {
          ':units': { N: '-3' },
          ':batches': { SS: [`b-${between(random, 1, 99)}`] },
        },
      };
    default:
      return set('body', anyValue(random));
  }
};
