import { describe, expect, it } from '@jest/globals';
import { filterFrom, queryFor } from '../../../../web/operations/orders/filter.ts';
import {
  firstPage,
  settle,
  withNews,
  withOlder,
  type OrderRow,
} from '../../../../web/operations/orders/live-list.ts';
import { waitOf } from '../../../../web/operations/orders/waiting.ts';

const timeOf = (minute: number): string => `2026-03-01T09:${String(minute).padStart(2, '0')}:00.000Z`;

/** An order that was placed in a minute and reached a status at once. */
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
    const filter = { status: 'PAID', day: '2026-03-01', customerId: 'a b&c', text: 'x=1' } as const;
    expect(filterFrom(Object.fromEntries(new URLSearchParams(queryFor(filter))))).toEqual(filter);
    expect(filterFrom({ status: 'NONE', day: 'today', customer: ' ', text: '' })).toEqual({});
    expect(queryFor({})).toBe('');
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
    // An order that is newer than the oldest one of the page would be on it.
    expect([ids(next.rows), [...next.gone]]).toEqual([['b', 'a'], ['b']]);
    expect(ids(settle(next).rows)).toEqual(['a']);
  });

  it('says nothing about rows that are older than the page', () => {
    const long = withOlder(list, { items: [row('a', 1), row('z', 0)] });
    expect(ids(long.rows)).toEqual(['b', 'a', 'z']);
    expect(withNews(long, { items: [row('b', 2), row('a', 1)], nextCursor: 'more' }).gone.size).toBe(0);
    // A page without a cursor is the whole list.
    expect([...withNews(long, { items: [row('b', 2), row('a', 1)] }).gone]).toEqual(['z']);
    // An empty page with a cursor has only looked through a part.
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
