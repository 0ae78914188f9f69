import { describe, expect, it } from '@jest/globals';
import { itemSize, valueSize } from '../../../../bench/meter/item-size.ts';

// Sources: developer guide, "DynamoDB item sizes and formats" (CapacityUnitCalculations.html).
describe('the size of an item', () => {
  it('is the UTF-8 bytes of names and values', () => {
    expect(itemSize({ pk: { S: 'order' }, café: { S: 'Ä' } })).toBe(2 + 5 + 5 + 2);
  });

  it.each([
    ['0', 1],
    ['7', 2],
    ['12', 2],
    ['123', 3],
    ['1700000000', 2],
    ['0.0012', 2],
    ['-12', 3],
    ['12345678901234567890123456789012345678', 20],
  ])('counts the number %s as %i bytes: two significant digits a byte, and one more', (N, bytes) => {
    expect(valueSize({ N })).toBe(bytes);
  });

  it('counts a binary value by its raw bytes, a Boolean and a null by 1', () => {
    expect(valueSize({ B: new Uint8Array(300) })).toBe(300);
    expect(valueSize({ BOOL: true })).toBe(1);
    expect(valueSize({ NULL: true })).toBe(1);
  });

  it('counts 3 bytes for a list or a map, and 1 for each of its elements', () => {
    expect(valueSize({ L: [] })).toBe(3);
    expect(valueSize({ M: {} })).toBe(3);
    expect(valueSize({ L: [{ S: 'ab' }, { S: 'c' }] })).toBe(3 + 1 + 2 + 1 + 1);
    expect(valueSize({ M: { name: { S: 'x' } } })).toBe(3 + 1 + 4 + 1);
  });

  it('counts a set by its members alone', () => {
    expect(valueSize({ SS: ['batch-000001', 'batch-000002'] })).toBe(24);
    expect(valueSize({ NS: ['1', '22', '333'] })).toBe(2 + 2 + 3);
    expect(valueSize({ BS: [new Uint8Array(5)] })).toBe(5);
  });
});
