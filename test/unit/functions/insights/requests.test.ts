import { describe, expect, it } from '@jest/globals';
import { listAllOrders } from '../../../../functions/insights/api.ts';
import { AppError } from '../../../../shared/errors.ts';
import { validate } from '../../../../shared/http/contract.ts';

const read = (query: Readonly<Record<string, string>>) => validate('query', listAllOrders.query!, query);

/** What the response with status 400 to a query says: each wrong field, and what is wrong with it. */
const problemsOf = (query: Readonly<Record<string, string>>): readonly string[] => {
  try {
    read(query);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return (error.fields ?? []).map(({ pointer, detail }) => `${pointer} ${detail}`);
  }
  return [];
};

describe('a query for orders by amount', () => {
  it('reads whole minor units of a currency', () => {
    expect(read({ currency: 'EUR', amountFrom: '1250', amountTo: '1250' })).toMatchObject({
      currency: 'EUR',
      amountFrom: 1250,
      amountTo: 1250,
    });
    expect(read({ currency: 'JPY', amountFrom: '0' })).toMatchObject({ amountFrom: 0 });
    expect(read({ currency: 'JPY' })).toMatchObject({ currency: 'JPY' });
  });

  it.each([
    [{ amountFrom: '1' }, '/query/currency is required with an amount'],
    [{ amountTo: '1' }, '/query/currency is required with an amount'],
    [{ currency: 'EUR', amountFrom: '2', amountTo: '1' }, '/query/amountTo must not be less than amountFrom'],
    [
      { currency: 'EUR', amountFrom: '12.50' },
      '/query/amountFrom must be a whole number of minor units, such as 1250',
    ],
    [
      { currency: 'EUR', amountTo: '-1' },
      '/query/amountTo must be a whole number of minor units, such as 1250',
    ],
    [
      { currency: 'EUR', amountTo: '' },
      '/query/amountTo must be a whole number of minor units, such as 1250',
    ],
    [{ currency: 'eur', amountTo: '1' }, '/query/currency must be an ISO 4217 code such as EUR'],
  ])('refuses %j and says why', (query, problem) => {
    expect(problemsOf(query)).toEqual([problem]);
  });

  it('refuses an amount that no order can have', () => {
    expect(problemsOf({ currency: 'EUR', amountTo: '1000000000001' })).toHaveLength(1);
  });
});
