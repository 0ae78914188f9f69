import { describe, expect, it } from '@jest/globals';
import { amountProblem, filterFrom, hintsFor, queryFor } from '../../../../web/operations/orders/filter.ts';
import {
  firstPage,
  settle,
  withNews,
  withOlder,
  type OrderRow,
} from '../../../../web/operations/orders/live-list.ts';
import { waitOf } from '../../../../web/operations/orders/waiting.ts';

const timeOf = (minute: number): string => `2026-03-01T09:${String(minute).padStart(2, '0')}:00.000Z`;

/** An order that was placed at the time `minute`, and had its status from that time on. */
const row = (id: string, minute: number, more: Partial<OrderRow> = {}): OrderRow => {
  const status = more.status ?? 'PAID';
  const at = timeOf(minute);
  return {
    orderId: id,
    status,
    placedAt: at,
    capturedAmount: 0,
    refundedAmount: 0,
    items: [],
    steps: [{ status, at }],
    lastEventAt: at,
    ...more,
  };
};
const ids = (rows: readonly OrderRow[]) => rows.map(({ orderId }) => orderId);

describe('the filter of the orders', () => {
  it('survives its address, and leaves out what the API would refuse', () => {
    const amounts = { currency: 'EUR', amountFrom: 1250, amountTo: 2000 };
    const filter = {
      status: 'PAID',
      day: '2026-03-01',
      customerId: 'a b&c',
      text: 'x=1',
      ...amounts,
    } as const;
    expect(filterFrom(Object.fromEntries(new URLSearchParams(queryFor(filter))))).toEqual(filter);
    expect(filterFrom({ status: 'NONE', day: 'today', customer: ' ', text: '' })).toEqual({});
    expect(queryFor({})).toBe('');
  });

  it.each([
    ['12.50', '20', 'EUR', { currency: 'EUR', amountFrom: 1250, amountTo: 2000 }],
    ['12,5', '', ' eur ', { currency: 'EUR', amountFrom: 1250 }],
    ['', '1200', 'JPY', { currency: 'JPY', amountTo: 1200 }],
    ['0', '1.234', 'KWD', { currency: 'KWD', amountFrom: 0, amountTo: 1234 }],
    ['7', '7', 'EUR', { currency: 'EUR', amountFrom: 700, amountTo: 700 }],
    // A currency without an amount is only the default value of the field, so it is not part of the filter.
    ['', ' ', 'EUR', {}],
  ])('takes the amounts from %j to %j in %s in minor units', (from, to, currency, expected) => {
    const filter = filterFrom({ from, to, currency });
    expect(filter).toEqual(expected);
    expect(amountProblem({ from, to, currency })).toBeUndefined();
    expect(filterFrom(Object.fromEntries(new URLSearchParams(queryFor(filter))))).toEqual(expected);
  });

  it.each([
    ['1', '', '', 'Enter the currency of the amounts, such as EUR.'],
    ['1', '', 'EU', 'Enter the currency of the amounts, such as EUR.'],
    ['many', '', 'EUR', '“From” is not an amount in EUR, such as 12.50.'],
    ['', '12.505', 'EUR', '“To” is not an amount in EUR, such as 12.50.'],
    ['1.5', '', 'JPY', '“From” is not an amount in JPY, such as 1250.'],
    ['', '-1', 'EUR', '“To” is not an amount in EUR, such as 12.50.'],
    // The amount is larger than the API accepts.
    ['', '10000000000.01', 'EUR', '“To” is not an amount in EUR, such as 12.50.'],
    ['20', '12.50', 'EUR', '“From” is larger than “to”.'],
  ])('says why %j to %j in %j are no amounts, and leaves them out', (from, to, currency, problem) => {
    expect(amountProblem({ from, to, currency })).toBe(problem);
    expect(filterFrom({ from, to, currency, status: 'PAID' })).toEqual({ status: 'PAID' });
  });
});

describe('the list of orders while somebody reads it', () => {
  const list = firstPage({ items: [row('b', 2), row('a', 1)], nextCursor: 'more' });

  it('replaces known rows where they are, and keeps new ones back', () => {
    const page = {
      items: [row('c', 3), row('b', 2, { status: 'READY' }), row('a', 1)],
      nextCursor: 'other',
    };
    const next = withNews(list, page);
    expect(ids(next.rows)).toEqual(['b', 'a']);
    expect(next.rows[0]?.status).toBe('READY');
    expect(ids(next.waiting)).toEqual(['c']);
    expect(next.nextCursor).toBe('more');
    expect(ids(settle(next).rows)).toEqual(['c', 'b', 'a']);
  });

  it('marks rows that do not match any more, and takes them out later', () => {
    const next = withNews(list, { items: [row('a', 1)], nextCursor: 'more' });
    // The page contains each matching order that is newer than the page's oldest order. So a newer order that is
    // missing on the page no longer matches.
    expect([ids(next.rows), [...next.gone]]).toEqual([['b', 'a'], ['b']]);
    expect(ids(settle(next).rows)).toEqual(['a']);
  });

  it('says nothing about rows that are older than the page', () => {
    const long = withOlder(list, { items: [row('a', 1), row('z', 0)] });
    expect(ids(long.rows)).toEqual(['b', 'a', 'z']);
    expect(withNews(long, { items: [row('b', 2), row('a', 1)], nextCursor: 'more' }).gone.size).toBe(0);
    // A page without a cursor is the whole list, so no other order matches any more.
    expect([...withNews(long, { items: [row('b', 2), row('a', 1)] }).gone]).toEqual(['z']);
    // An empty page with a cursor means that the API has looked through only a part of the orders. So the orders in the
    // list may still match.
    expect(withNews(long, { items: [], nextCursor: 'more' }).gone.size).toBe(0);
  });
});

describe('what an order of the list waits for', () => {
  it('is slow if a machine should have answered by now, and not if a person has to act', () => {
    const pending = row('a', 1, { status: 'PENDING' });
    expect(waitOf(pending, timeOf(1))).toEqual({ what: 'stock', since: timeOf(1), isSlow: false });
    expect(waitOf(pending, timeOf(3))?.isSlow).toBe(true);
    expect(waitOf(row('a', 1, { status: 'READY' }), timeOf(59))?.isSlow).toBe(false);
  });

  it('is the refund if an ended order holds money, and nothing for a completed one', () => {
    const cancelled = row('a', 1, { status: 'CANCELLED', capturedAmount: 700 });
    expect(waitOf(cancelled, timeOf(2))).toMatchObject({ what: 'the refund', isSlow: false });
    expect(waitOf(cancelled, timeOf(20))?.isSlow).toBe(true);
    expect(waitOf({ ...cancelled, refundedAmount: 700 }, timeOf(20))).toBeUndefined();
    expect(waitOf({ ...cancelled, status: 'COMPLETED' }, timeOf(20))).toBeUndefined();
  });
});

describe('the hints of an empty list', () => {
  it('are about what the person has typed', () => {
    expect(hintsFor({})).toEqual([]);
    expect(hintsFor({ text: '5912a63' })).toEqual([expect.stringContaining('last eight characters')]);
    expect(hintsFor({ customerId: 'Alice' })).toEqual([expect.stringContaining('capitals')]);
  });
});
