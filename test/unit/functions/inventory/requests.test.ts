import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { adjustStock, putProduct } from '../../../../functions/inventory/api.ts';
import { inventoryEvents } from '../../../../shared/events/inventory.ts';
import { validate } from '../../../../shared/http/contract.ts';
import { details } from '../../../support/inventory.ts';

const AdjustStockRequest = adjustStock.body!;
const PutProductRequest = putProduct.body!;

const full = details({ description: 'Soft', imageUrl: 'https://shop.example/bun.jpg' });

describe('a request to put a product', () => {
  it.each([[details()], [full], [details({ active: false, unitAmount: 2 })]])('accepts %j', (body) => {
    expect(PutProductRequest.parse(body)).toEqual(body);
  });

  it.each([
    { name: ' ' },
    { name: 'x'.repeat(201) },
    { name: '\u202E00.5€ Bun' },
    { name: 'Bun\nTotal: €0.00' },
    { name: 'Bun\0' },
    { name: '\u200B' },
    { description: 'x'.repeat(2001) },
    { description: 'Soft\u202E' },
    { imageUrl: 'javascript:alert(1)' },
    { imageUrl: 'bun.jpg' },
    { imageUrl: 'http://a"onerror="x' },
    { imageUrl: 'https://a"onerror="x' },
    { imageUrl: "https://a'onerror='x" },
    { imageUrl: 'http://shop.example/bun.jpg' },
    { imageUrl: 'http://localhost.shop.example/bun.jpg' },
    { imageUrl: 'https://alice:secret@shop.example/bun.jpg' },
    { imageUrl: 'data:image/png;base64,AAAA' },
    { imageUrl: `https://shop.example/${'x'.repeat(2048)}` },
    { imageUrl: `https://shop.example/${'ü'.repeat(1000)}` },
    { unitAmount: 0 },
    { unitAmount: 1.5 },
    { unitAmount: 1e13 },
    { currency: 'eur' },
    { currency: 'ZZZ' },
    { currency: 'XXX' },
    { currency: 'XDR' },
    { currency: 'XSU' },
    { currency: 'HRK' },
    { currency: 'CLF' },
    { currency: 'KPW' },
    { currency: 'EURO' },
    { currency: '' },
    { active: 'yes' },
    { revision: 7 },
    { available: 7 },
  ])('refuses %j', (wrong) => {
    expect(PutProductRequest.safeParse({ ...full, ...wrong }).success).toBe(false);
  });

  it.each([
    ['HTTPS://Shop.Example:443/a/../bun.jpg', 'https://shop.example/bun.jpg'],
    [
      'https://shop.example/b"un\'.jpg?a="b"&c=\'`d`\'#"e"',
      'https://shop.example/b%22un%27.jpg?a=%22b%22&c=%27%60d%60%27#%22e%22',
    ],
    ['https://shop.example/büro bun.jpg', 'https://shop.example/b%C3%BCro%20bun.jpg'],
    ['https://shop.example/a%20b?x={1}|2^', 'https://shop.example/a%20b?x=%7B1%7D%7C2%5E'],
    ['https://bücher.example', 'https://xn--bcher-kva.example/'],
    ['https://[2001:db8::1]:8443/x', 'https://[2001:db8::1]:8443/x'],
    ['http://localhost:3000/bun.jpg', 'http://localhost:3000/bun.jpg'],
    ['http://127.0.0.1/bun.jpg', 'http://127.0.0.1/bun.jpg'],
    ['http://[::1]/bun.jpg', 'http://[::1]/bun.jpg'],
  ])('stores the image %s in the normal form %s', (imageUrl, normal) => {
    expect(PutProductRequest.parse({ ...full, imageUrl })).toMatchObject({ imageUrl: normal });
    expect(PutProductRequest.parse({ ...full, imageUrl: normal })).toMatchObject({ imageUrl: normal });
  });

  it('stores no URL that could end an attribute of a page, or add one', () => {
    const typed = fc.oneof(
      fc.webUrl(),
      fc.string().map((text) => `https://shop.example/${text}`),
      fc.string().map((text) => `https://${text}`),
    );
    fc.assert(
      fc.property(typed, (imageUrl) => {
        const { data } = PutProductRequest.safeParse({ ...full, imageUrl });
        expect(data?.imageUrl ?? '').toMatch(/^(https:[^\s"'`<>\\{}|^]*)?$/);
      }),
    );
  });

  it('keeps a name of several scripts and an emoji', () => {
    const name = 'قهوة عربية 👩\u200D🍳 می\u200Cخواهم';
    expect(PutProductRequest.parse({ ...full, name: ` ${name} ` })).toMatchObject({ name });
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
            detail: 'must be the ISO 4217 code of a currency that can be paid in, such as EUR',
          },
        ],
      }),
    );
  });

  it.each([
    ['a thousand units are too cheap', 'HUF', 17],
    ['one unit is too expensive', 'EUR', 1_000_000_000_000],
    ['one unit is too expensive in the units of the provider', 'UGX', 10_000_000_000],
    ['each total with the right digits is too large', 'KWD', 999_999_999_999],
  ])('is refused if no quantity can be paid, because %s', (_, currency, unitAmount) => {
    expect(() => validate('body', PutProductRequest, { ...full, currency, unitAmount })).toThrow(
      expect.objectContaining({
        kind: 'invalid',
        fields: [
          {
            pointer: '/unitAmount',
            detail: 'has no quantity up to 1000 whose total the payment provider takes',
          },
        ],
      }),
    );
  });

  it.each([
    ['175 units are enough', 'HUF', 100],
    ['1000 units are enough', 'HUF', 18],
    ['a single unit is not too expensive', 'EUR', 999_999_999_999],
    ['ten units have a 0 as the third decimal', 'KWD', 1001],
    ['a hundred units are a whole number', 'MGA', 1],
  ])('is accepted if one quantity can be paid: %s', (_, currency, unitAmount) => {
    expect(PutProductRequest.parse({ ...full, currency, unitAmount })).toMatchObject({ unitAmount });
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
    { reason: '\u200B' },
    { reason: 'delivery\u202E' },
    { reason: 'x'.repeat(201) },
    { by: 'mallory' },
  ])('may not be %j', (wrong) => {
    expect(AdjustStockRequest.safeParse({ change: 1, reason: 'delivery', ...wrong }).success).toBe(false);
  });
});
