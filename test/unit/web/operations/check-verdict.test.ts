import { describe, expect, it } from '@jest/globals';
import { takenBy, verdictOf, type StockCheck } from '../../../../web/operations/catalogue/check-verdict.ts';

const check = (more: Partial<StockCheck> = {}): StockCheck => ({
  productId: 'bun',
  received: 120,
  available: 87,
  openBatches: 0,
  reserved: 3,
  sold: 30,
  recordsRead: 400,
  result: 'AGREES',
  ...more,
});

describe('a check of the stock, as the page shows it', () => {
  it('compares the units that left the stock with those that the reservations hold', () => {
    expect(takenBy(check({ sold: 29 }))).toEqual({ record: 33, reservations: 32 });
  });

  it.each<readonly [Partial<StockCheck>, string, string, string]>([
    [{}, 'good', 'agrees', 'agree.'],
    [{ sold: 28, result: 'DIFFERS' }, 'bad', 'differs by 2', 'differ by 2 units'],
    [{ sold: 31, result: 'DIFFERS' }, 'bad', 'differs by 1', 'differ by 1 unit.'],
    [{ sold: 29, result: 'CHANGED' }, 'hint', 'not certain', 'the stock changed during the check'],
    [{ sold: 29, openBatches: 1, result: 'CHANGED' }, 'hint', 'not certain', 'being reserved or returned'],
  ])('with %j says so', (more, tone, mark, text) => {
    expect(verdictOf(check(more))).toEqual({ tone, mark, text: expect.stringContaining(text) });
  });

  it('judges nothing before all reservations are read', () => {
    expect(verdictOf(check({ sold: 0, result: 'UNFINISHED' }))).toBeUndefined();
  });
});
