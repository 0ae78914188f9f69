import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { contributionOf, figureChangesOf, sumOf } from '../../../../functions/insights/domain/figures.ts';
import { emptyRow, fold, type OrderEvent } from '../../../../functions/insights/domain/fold.ts';
import {
  lastEventAt,
  MOST_OF_A_TYPE,
  statusOf,
  type OrderRow,
} from '../../../../functions/insights/domain/order-row.ts';
import { rowDetailsOf } from '../../../../functions/insights/domain/row-view.ts';
import { inboxes } from '../../../../shared/events/subscriptions.ts';
import { CANARY_PRODUCT } from '../../../../shared/kernel/caller.ts';
import { rowIn, rowItemOf } from '../../../../functions/insights/adapters/row-items.ts';
import { itemSize } from '../../../../bench/meter/item-size.ts';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { history, orderEvent, ORDER_ID } from '../../../support/insights.ts';

const rowOf = (events: readonly OrderEvent[]): OrderRow => events.reduce(fold, emptyRow(ORDER_ID));

/** The events in a random sequence. Some events occur several times. */
const shuffled = (events: readonly OrderEvent[]): fc.Arbitrary<readonly OrderEvent[]> =>
  fc
    .tuple(
      fc.shuffledSubarray([...events], { minLength: events.length }),
      fc.array(fc.constantFrom(...events), { maxLength: 10 }),
    )
    .chain(([all, again]) =>
      fc.shuffledSubarray([...all, ...again], { minLength: all.length + again.length }),
    );

/**
 * A later repetition of an event. The repetition has the same id and another time. If `forgotten` is true, a pseudonym
 * replaces the customer's id.
 */
const repetitionOf = (event: OrderEvent, seconds: number, forgotten: boolean): OrderEvent =>
  ({
    ...event,
    at: new Date(Date.parse(event.at) + seconds * 1000).toISOString(),
    correlationId: 'another-request',
    data: forgotten && 'customerId' in event.data ? { ...event.data, customerId: 'erased-1' } : event.data,
  }) as OrderEvent;

const withRepetitions = fc
  .array(fc.tuple(fc.constantFrom(...history), fc.integer({ min: 0, max: 90 }), fc.boolean()), {
    maxLength: 12,
  })
  .map((some) => [
    ...history,
    ...some.map(([event, seconds, forgotten]) => repetitionOf(event, seconds, forgotten)),
  ]);

describe('a row', () => {
  it('is the same in whatever order, and however often, the events of an order arrive', () => {
    fc.assert(
      fc.property(
        withRepetitions.chain((events) => fc.tuple(shuffled(events), shuffled(events))),
        ([first, second]) => {
          const one = rowOf(first);
          expect(one).toEqual(rowOf(second));
          // When all events arrive again, the row stays the same object, so nothing is written.
          expect(second.reduce(fold, one)).toBe(one);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('changes the figures by exactly what it contributes in the end', () => {
    fc.assert(
      fc.property(withRepetitions.chain(shuffled), (events) => {
        const rows = events.reduce(
          (so, event) => [...so, fold(so.at(-1) ?? emptyRow(ORDER_ID), event)],
          [emptyRow(ORDER_ID)],
        );
        const changes = rows.slice(1).map((after, index) => figureChangesOf({ before: rows[index]!, after }));
        const sums = sumOf(changes.flatMap((days) => [...days.values()]));
        const last = rows.at(-1)!;
        expect(sums).toEqual(contributionOf(last));
        // If the order's day changes, no figures of the order are left on the earlier day.
        const elsewhere = changes.flatMap((days) =>
          [...days].filter(([day]) => !last.placedAt?.startsWith(day)),
        );
        expect(sumOf(elsewhere.map(([, figures]) => figures))).toEqual({});
      }),
      { numRuns: 300 },
    );
  });

  it('of the canary contributes to no figure', () => {
    const row = rowOf(history);
    expect(contributionOf(row)).not.toEqual({});
    expect(contributionOf({ ...row, units: { [CANARY_PRODUCT]: 1 } })).toEqual({});
  });

  it('has the status of the last step, not of the last event', () => {
    const upTo = (type: string): readonly OrderEvent[] =>
      history.slice(0, history.findIndex((event) => event.type === type) + 1).toReversed();
    expect(statusOf(emptyRow(ORDER_ID))).toBe('PENDING');
    expect(statusOf(rowOf(upTo('PaymentRequested')))).toBe('AWAITING_PAYMENT');
    expect(statusOf(rowOf(upTo('OrderPaid')))).toBe('PAID');
    expect(statusOf(rowOf(upTo('OrderPreparing')))).toBe('PREPARING');
    expect(statusOf(rowOf(upTo('FulfilmentReady')))).toBe('READY');
    expect(statusOf(rowOf(upTo('OrderCompleted')))).toBe('COMPLETED');
  });

  it.each([
    ['OrderCancelled', 'CANCELLED'],
    ['OrderExpired', 'EXPIRED'],
    ['OrderRejected', 'REJECTED'],
  ] as const)('stays %s although a step arrives later', (type, status) => {
    expect(statusOf(rowOf([orderEvent(type), ...history.slice(0, 3)]))).toBe(status);
  });

  it('knows the customer of a forgotten order by the pseudonym only, although older events arrive later', () => {
    const forgotten = orderEvent('OrderAnonymised', { customerId: 'erased-1' });
    for (const events of [
      [forgotten, ...history],
      [...history, forgotten],
    ]) {
      expect(JSON.stringify(rowOf(events))).not.toContain('alice');
      expect(rowOf(events).customerId).toBe('erased-1');
    }
  });

  it('has the refunded amount of the highest revision', () => {
    const refund = (revision: number, refundedAmount: number) =>
      orderEvent('RefundCompleted', { revision, refundedAmount }, { discriminator: `r-${revision}` });
    const returned = orderEvent('RefundFailed', { revision: 9, refundedAmount: 100 });
    expect(rowOf([refund(8, 300), refund(7, 200)]).refund?.amount).toBe(300);
    expect(rowOf([returned, refund(8, 300)]).refund?.amount).toBe(100);
  });

  it('keeps the first events of a type that a customer can cause again and again', () => {
    const declines = Array.from({ length: MOST_OF_A_TYPE + 5 }, (_, n) =>
      orderEvent('PaymentFailed', {}, { discriminator: `d-${n}`, at: `2026-03-01T10:00:${10 + n}.000Z` }),
    );
    const [row, reversed] = [rowOf(declines), rowOf(declines.toReversed())];
    expect(row).toEqual(reversed);
    expect(Object.keys(row.events)).toHaveLength(MOST_OF_A_TYPE);
    expect(rowDetailsOf(row)).toMatchObject({ timelineIsComplete: false });
    expect(lastEventAt(row)).toBe('2026-03-01T10:00:19.000Z');
  });

  it('gives the ids of the events and of their causes back', () => {
    const { timeline } = rowDetailsOf(rowOf(history));
    expect(
      timeline.map(({ id, type, at, causationId, correlationId }) => [
        id,
        type,
        at,
        causationId,
        correlationId,
      ]),
    ).toEqual(
      history.map(({ id, type, at, causationId, correlationId }) => [
        id,
        type,
        at,
        causationId,
        correlationId,
      ]),
    );
  });

  it('knows every event that the inbox receives', () => {
    for (const type of inboxes['insights-inbox'].events) {
      expect(Object.keys(fold(emptyRow(ORDER_ID), orderEvent(type)).events)).toEqual([type]);
    }
  });

  it('of a completed order of one line is within one write unit', () => {
    const row = { ...rowOf(history), customerId: '0195f0a0-0000-7000-8000-00000000000c' };
    const item = rowItemOf({ row, version: 11, expiresAt: 1_800_000_000 });
    expect(itemSize(marshall(item))).toBeLessThanOrEqual(1024);
    expect(rowIn(unmarshall(marshall(item)))).toEqual({ state: row, version: 11 });
  });

  it.each(['constructor', 'toString'])('can be of a product with the id %s', (productId) => {
    const line = { productId, name: 'Oddity', quantity: 2, unitAmount: 100 };
    const row = fold(emptyRow(ORDER_ID), orderEvent('OrderPaid', { items: [line, line] }));
    expect(Object.entries(row.units ?? {})).toEqual([[productId, 4]]);
    const item = marshall(rowItemOf({ row, version: 1, expiresAt: 1_800_000_000 }));
    expect(rowIn(unmarshall(item)).state.units).toEqual({ [productId]: 4 });
    expect(contributionOf(row)).toMatchObject({ [`units:${productId}`]: 4 });
  });
});
