import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  abandonedOf,
  batchIdOf,
  RANDOM_BYTES,
  secondOf,
} from '../../../../../functions/inventory/group-commit/batch-id.ts';

const second = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const random = fc.uint8Array({ minLength: RANDOM_BYTES, maxLength: RANDOM_BYTES });
const at = (seconds: number): string => new Date(seconds * 1000).toISOString();

describe('a batch id', () => {
  it('has 12 bytes and contains its second', () => {
    fc.assert(
      fc.property(second, random, (seconds, bytes) => {
        const id = batchIdOf(seconds, bytes);
        expect(Buffer.byteLength(id)).toBe(12);
        expect(secondOf(id)).toBe(seconds);
      }),
    );
  });

  it('sorts as text by its time', () => {
    fc.assert(
      fc.property(second, random, second, random, (one, x, other, y) => {
        fc.pre(one !== other);
        expect(batchIdOf(one, x) < batchIdOf(other, y)).toBe(one < other);
      }),
    );
  });

  it('differs if its random bytes differ', () => {
    fc.assert(
      fc.property(second, random, random, (seconds, x, y) => {
        expect(batchIdOf(seconds, x) === batchIdOf(seconds, y)).toBe(Buffer.compare(x, y) === 0);
      }),
    );
  });
});

describe('a batch', () => {
  const batch = (seconds: number) => batchIdOf(seconds, new Uint8Array(RANDOM_BYTES));

  it('is abandoned when its lease is over, and not a second before', () => {
    expect(abandonedOf([batch(1000)], at(1060), 60)).toEqual([]);
    expect(abandonedOf([batch(1000)], at(1061), 60)).toEqual([batch(1000)]);
  });

  it('is listed after older ones', () => {
    expect(abandonedOf([batch(30), batch(10), batch(990), batch(20)], at(1000), 60)).toEqual(
      [10, 20, 30].map(batch),
    );
  });
});
