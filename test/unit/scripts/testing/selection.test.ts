import { describe, expect, test } from '@jest/globals';
import { isFiltered, select, withFiles } from '../../../../scripts/testing/selection.ts';

const tiersOf = (...words: string[]) => select(words, undefined).tiers.map((tier) => tier.name);

describe('choosing tests', () => {
  test('runs every tier unless told otherwise', () => {
    expect(tiersOf()).toEqual(['unit', 'infra', 'simulation', 'contract', 'integration', 'pages']);
  });

  test('takes tiers by name, in their own order', () => {
    expect(tiersOf('integration', 'unit')).toEqual(['unit', 'integration']);
  });

  test('derives the tier from a path', () => {
    expect(tiersOf('test/contract/orders')).toEqual(['contract']);
  });

  test('looks everywhere for a path that could be in any tier', () => {
    expect(tiersOf('orders')).toEqual(tiersOf());
  });

  test('refuses a path of another tier than the one named', () => {
    expect(() => tiersOf('unit', 'test/contract/orders')).toThrow('is not in unit');
  });

  test('leaves out the tiers that have no such file, before anything starts', () => {
    const withFilesOf = (...words: string[]) =>
      withFiles(select(words, undefined)).tiers.map(({ name }) => name);
    expect(withFilesOf('selection.test')).toEqual(['unit']);
    expect(withFilesOf('./test/unit/scripts/testing')).toEqual(['unit']);
    expect(withFilesOf()).toEqual(tiersOf());
    expect(() => withFilesOf('nonsense')).toThrow("No test file's path contains nonsense.");
    expect(() => withFilesOf('contract', 'selection.test')).toThrow('contains selection.test');
  });

  test('forgives a tier without tests only when they are filtered', () => {
    expect(isFiltered(select(['unit'], undefined))).toBe(false);
    expect(isFiltered(select(['unit'], 'sold out'))).toBe(true);
    expect(isFiltered(select(['orders'], undefined))).toBe(true);
  });
});
