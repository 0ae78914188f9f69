import { describe, expect, it } from '@jest/globals';
import {
  indexUnits,
  pageUnits,
  readUnits,
  transactionalWriteUnits,
  writeUnits,
} from '../../../../bench/meter/request-units.ts';

const KB = 1024;

// Source and examples: developer guide, "DynamoDB read and write operations" (read-write-operations.html).
describe('units of a read', () => {
  it('are 1 for 4 KB strongly, half of it eventually, 2 transactionally consistent', () => {
    expect(readUnits(4 * KB, 'strong')).toBe(1);
    expect(readUnits(4 * KB, 'eventual')).toBe(0.5);
    expect(readUnits(4 * KB, 'transactional')).toBe(2);
  });

  it('round an item of 3.5 KB up to 4 KB and one of 10 KB to 12 KB', () => {
    expect(readUnits(3.5 * KB, 'strong')).toBe(1);
    expect(readUnits(10 * KB, 'strong')).toBe(3);
  });

  it('are 2, 1 and 4 for an item of 8 KB', () => {
    expect(readUnits(8 * KB, 'strong')).toBe(2);
    expect(readUnits(8 * KB, 'eventual')).toBe(1);
    expect(readUnits(8 * KB, 'transactional')).toBe(4);
  });

  it('count each item of BatchGetItem by itself: 1.5 KB and 6.5 KB are 4 KB and 8 KB', () => {
    expect(readUnits(1.5 * KB, 'strong') + readUnits(6.5 * KB, 'strong')).toBe(3);
  });

  it('count a page of Query as one: 40.8 KB are 44 KB', () => {
    expect(pageUnits([10 * KB, 20 * KB, 10.8 * KB], 'strong')).toBe(11);
    // Source: "Using Global Secondary Indexes". A page of 8 entries of 2,000 bytes is 16 KB. An eventually consistent
    // read of this page costs 2 units.
    expect(
      pageUnits(
        Array.from({ length: 8 }, () => 2000),
        'eventual',
      ),
    ).toBe(2);
  });

  it('are the smallest there are for an item that does not exist', () => {
    expect(readUnits(0, 'strong')).toBe(1);
    expect(readUnits(0, 'eventual')).toBe(0.5);
  });
});

describe('units of a write', () => {
  it('are 1 for each KB, rounded up: 500 bytes are 1 KB', () => {
    expect(writeUnits(undefined, 500)).toBe(1);
    expect(writeUnits(undefined, KB)).toBe(1);
    expect(writeUnits(undefined, KB + 1)).toBe(2);
  });

  it('count the larger of the item before and after', () => {
    expect(writeUnits(3 * KB, 10)).toBe(3);
    expect(writeUnits(10, 3 * KB)).toBe(3);
    expect(writeUnits(2.5 * KB, undefined)).toBe(3);
  });

  it('are 1 for deleting what is not there', () => {
    expect(writeUnits(undefined, undefined)).toBe(1);
  });

  it('are double in a transaction: three items of 500 bytes are 6', () => {
    // Source: developer guide, "Amazon DynamoDB Transactions: How it works", capacity management.
    expect(3 * transactionalWriteUnits(undefined, 500)).toBe(6);
  });
});

// Source: developer guide, "Using Global Secondary Indexes", section about write capacity units. It lists five cases.
describe('units of a write in an index', () => {
  const index = { partitionKey: 'lane', sortKey: 'at', include: ['name'] };
  const units = (before: object | undefined, after: object | undefined) => {
    const item = (fields: object | undefined) =>
      fields && Object.fromEntries(Object.entries({ pk: 'x', ...fields }).map(([name, S]) => [name, { S }]));
    return indexUnits(item(before), item(after), index, ['pk']);
  };

  it('are one write for a new item, or one that gets its indexed attribute', () => {
    expect(units(undefined, { lane: 'a', at: '1' })).toBe(1);
    expect(units({ lane: 'a' }, { lane: 'a', at: '1' })).toBe(1);
  });

  it('are two writes when an indexed key changes', () => {
    expect(units({ lane: 'a', at: '1' }, { lane: 'b', at: '1' })).toBe(2);
    expect(units({ lane: 'a', at: '1' }, { lane: 'a', at: '2' })).toBe(2);
  });

  it('are one write when the indexed attribute goes', () => {
    expect(units({ lane: 'a', at: '1' }, { lane: 'a' })).toBe(1);
    expect(units({ lane: 'a', at: '1' }, undefined)).toBe(1);
  });

  it('are none for an item that is in the index neither before nor after', () => {
    expect(units({ lane: 'a' }, { lane: 'b' })).toBe(0);
  });

  it('are one write when only a projected attribute changes, and none when none of them does', () => {
    expect(units({ lane: 'a', at: '1', name: 'n' }, { lane: 'a', at: '1', name: 'm' })).toBe(1);
    expect(units({ lane: 'a', at: '1', other: 'n' }, { lane: 'a', at: '1', other: 'm' })).toBe(0);
  });

  it('grow with the size of the entry, not of the item', () => {
    const large = 'x'.repeat(1500);
    expect(units(undefined, { lane: 'a', at: '1', name: large })).toBe(2);
    expect(units(undefined, { lane: 'a', at: '1', other: large })).toBe(1);
  });
});
