import { describe, expect, it } from '@jest/globals';
import { adjustStock, putProduct } from '../../../../functions/inventory/api.ts';
import { inventoryEvents } from '../../../../shared/events/inventory.ts';
import { validate } from '../../../../shared/http/contract.ts';
import { details } from '../../../support/inventory.ts';

const AdjustStockRequest = adjustStock.body!;
const PutProductRequest = putProduct.body!;

const full = details({ description: 'Soft', imageUrl: 'https://shop.example/bun.jpg' });

describe('a request to put a product', () => {
  it.each([[details()], [full], [details({ active: false, unitAmount: 1 })]])('accepts %j', (body) => {
    expect(PutProductRequest.parse(body)).toEqual(body);
  });

  it.each([
    { name: ' ' },
    { name: 'x'.repeat(201) },
    { description: 'x'.repeat(2001) },
    { imageUrl: 'javascript:alert(1)' },
    { imageUrl: 'bun.jpg' },
    { unitAmount: 0 },
    { unitAmount: 1.5 },
    { unitAmount: 1e13 },
    { currency: 'eur' },
    { currency: 'ZZZ' },
    { currency: 'XXX' },
    { currency: 'EURO' },
    { currency: '' },
    { active: 'yes' },
    { revision: 7 },
    { available: 7 },
  ])('refuses %j', (wrong) => {
    expect(PutProductRequest.safeParse({ ...full, ...wrong }).success).toBe(false);
  });

  it.each(['EUR', 'USD', 'JPY', 'KWD', 'ISK', 'XOF', 'XCG'])('accepts a price in %s', (currency) => {
    expect(PutProductRequest.parse({ ...full, currency })).toMatchObject({ currency });
  });

  it('is refused with the name of the wrong field if the currency does not exist', () => {
    expect(() => validate('body', PutProductRequest, { ...full, currency: 'ZZZ' })).toThrow(
      expect.objectContaining({
        kind: 'invalid',
        fields: [
          {
            pointer: '/currency',
            detail: 'must be the ISO 4217 code of an existing currency, such as EUR',
          },
        ],
      }),
    );
  });

  it('is stricter than the event, which still accepts an old currency', () => {
    const gone = { ...full, productId: 'bun', currency: 'DEM', revision: 1 };
    expect(inventoryEvents.ProductChanged.safeParse(gone).success).toBe(true);
  });
});

describe('a stock adjustment', () => {
  it.each([1, -1, 1_000_000, -1_000_000])('may be %i', (change) => {
    expect(AdjustStockRequest.parse({ change, reason: ' delivery ' })).toEqual({
      change,
      reason: 'delivery',
    });
  });

  it.each([
    { change: 0 },
    { change: 0.5 },
    { change: 1_000_001 },
    { change: -1_000_001 },
    { change: '1' },
    { reason: ' ' },
    { reason: 'x'.repeat(201) },
    { by: 'mallory' },
  ])('may not be %j', (wrong) => {
    expect(AdjustStockRequest.safeParse({ change: 1, reason: 'delivery', ...wrong }).success).toBe(false);
  });
});
