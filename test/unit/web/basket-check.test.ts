import { describe, expect, it } from '@jest/globals';
import { changesOf, corrected, withoutOrdered } from '../../../web/shop/basket-check.ts';

const line = { productId: 'bun', name: 'Bun', unitAmount: 350, currency: 'EUR', quantity: 3 };
const product = {
  productId: 'bun',
  name: 'Bun',
  unitAmount: 350,
  currency: 'EUR',
  active: true,
  available: 9,
};
const found = (changes: Partial<typeof product>) => new Map([['bun', { ...product, ...changes }]]);

describe('a basket, compared with what is for sale', () => {
  it('is unchanged if all of it can be ordered at the same price', () => {
    expect(changesOf([line], found({}))).toEqual([]);
    expect(corrected([line], found({}))).toMatchObject([line]);
  });

  it.each([
    ['gone', new Map([['bun', undefined]])],
    ['gone', found({ active: false })],
    ['sold-out', found({ available: 0 })],
  ])('loses what is %s', (kind, products) => {
    expect(changesOf([line], products)).toEqual([{ name: 'Bun', kind }]);
    expect(corrected([line], products)).toEqual([]);
  });

  it('keeps what is not known, because its request failed', () => {
    const cake = { ...line, productId: 'cake', name: 'Cake' };
    const products = found({ available: 0 });
    expect(changesOf([line, cake], products)).toEqual([{ name: 'Bun', kind: 'sold-out' }]);
    expect(corrected([line, cake], products)).toEqual([cake]);
    expect(corrected([cake], new Map())).toEqual([cake]);
  });

  it('has no more than there is, at the price of today, and the customer is told both', () => {
    const products = found({ available: 2, unitAmount: 410 });
    expect(changesOf([line], products)).toEqual([
      { name: 'Bun', kind: 'fewer', available: 2 },
      { name: 'Bun', kind: 'price', before: 350, now: 410, currency: 'EUR' },
    ]);
    expect(corrected([line], products)).toMatchObject([{ quantity: 2, unitAmount: 410 }]);
  });
});

describe('a basket after an order', () => {
  const cake = { ...line, productId: 'cake', name: 'Cake' };

  it('keeps only what was added after the order was sent', () => {
    const ordered = [{ productId: 'bun', quantity: 2 }];
    expect(withoutOrdered([line, cake], ordered)).toEqual([{ ...line, quantity: 1 }, cake]);
    expect(withoutOrdered([line], [{ productId: 'bun', quantity: 3 }])).toEqual([]);
  });

  it('has nothing less than no unit if some units were removed meanwhile', () => {
    expect(withoutOrdered([line], [{ productId: 'bun', quantity: 4 }])).toEqual([]);
  });
});
