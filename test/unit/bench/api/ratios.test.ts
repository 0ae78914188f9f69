import { describe, expect, it } from '@jest/globals';
import { percentile, ratiosOf, ratioTable } from '../../../../bench/api/ratios.ts';

describe('a percentile', () => {
  it('is the nearest rank, whatever the order', () => {
    const values = [5, 1, 4, 2, 3];
    expect(percentile(values, 0.5)).toBe(3);
    expect(percentile(values, 0.95)).toBe(5);
    expect(percentile([7], 0.5)).toBe(7);
  });
});

describe('ratios', () => {
  it('compare each percentile with the same of the floor', () => {
    const ratios = ratiosOf({
      accept: [12, 24],
      acceptFloor: [10, 20],
      reserved: [30, 90],
      hopFloor: [10, 45],
    });
    expect(ratios).toEqual({ acceptP50: 1.2, acceptP95: 1.2, reservedP50: 3, reservedP95: 2 });
    expect(ratioTable(ratios, 2)).toContain('`POST /orders` until 202');
  });
});
