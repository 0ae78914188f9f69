import { describe, expect, it } from '@jest/globals';
import {
  answerAgain,
  batchOf,
  evolve,
  isPaymentSettled,
  rejectionOf,
  release,
  reservationFor,
  tombstoneOf,
  type Reservation,
  type ReservationEvent,
} from '../../../../../functions/inventory/domain/reservation.ts';
import type { Decision } from '../../../../../shared/kernel/aggregate.ts';
import { ASKED_AT, NOW, ORDER_ID, reserved } from '../../../../support/inventory.ts';

const LATER = '2026-03-01T09:05:00.000Z';
const rows = {
  RESERVED: reserved(),
  COMMITTED: { ...reserved(), status: 'COMMITTED' },
  REJECTED: {
    ...reserved(),
    status: 'REJECTED',
    shortages: [{ productId: 'mug', requested: 1, available: 0 }],
  },
  RELEASED: { status: 'RELEASED', orderId: ORDER_ID, lines: reserved().lines, releasedAt: NOW },
  tombstone: tombstoneOf(ORDER_ID, NOW),
} as const satisfies Record<string, Reservation>;

type Rule = (reservation: Reservation) => Decision<ReservationEvent, never>;
const eventsOf = (rule: Rule, row: Reservation): readonly string[] => {
  const decision = rule(row);
  return decision.outcome === 'accepted' ? decision.events.map(({ type }) => type) : [];
};

describe('a reservation', () => {
  it('has one line for each product, by product id, so that all transactions name items in the same order', () => {
    const items = [
      { productId: 'mug', quantity: 1, name: 'Mug' },
      { productId: 'bun', quantity: 2, name: 'Bun' },
      { productId: 'mug', quantity: 2, name: 'Mug' },
    ];
    expect(reservationFor({ orderId: ORDER_ID, items, requestedAt: ASKED_AT }, NOW)).toEqual(
      reserved({
        lines: [
          { productId: 'bun', quantity: 2 },
          { productId: 'mug', quantity: 3 },
        ],
      }),
    );
  });

  it('that is refused keeps its shortages', () => {
    const shortages = [{ productId: 'mug', requested: 1, available: 0 }];
    const { lines } = reserved();
    expect(rejectionOf({ orderId: ORDER_ID, items: lines, requestedAt: ASKED_AT }, shortages, NOW)).toEqual(
      rows.REJECTED,
    );
  });

  it.each(['COMMITTED', 'REJECTED', 'RELEASED', 'tombstone'] as const)(
    '%s, when the order is paid, stays as it is',
    (status) => {
      expect(isPaymentSettled(rows[status])).toBe(true);
    },
  );

  it('that does not exist yet is waited for when the order is paid', () => {
    expect(isPaymentSettled(undefined)).toBe(false);
  });

  it.each([
    ['RESERVED', ['StockReleased']],
    ['COMMITTED', ['StockReleased']],
    ['REJECTED', []],
    ['RELEASED', []],
    ['tombstone', []],
  ] as const)('%s, when the order ends: %j', (status, events) => {
    expect(eventsOf(release(LATER), rows[status])).toEqual(events);
  });

  it.each([
    ['RESERVED', ['AnswerRepeated']],
    ['REJECTED', ['AnswerRepeated']],
    ['COMMITTED', []],
    ['RELEASED', []],
    ['tombstone', []],
  ] as const)('%s, when the order asks again: %j', (status, events) => {
    expect(eventsOf(answerAgain, rows[status])).toEqual(events);
  });

  it.each(['RESERVED', 'COMMITTED'] as const)('%s keeps its lines when it is released', (status) => {
    expect(evolve(rows[status], { type: 'StockReleased', at: LATER })).toEqual({
      ...rows.RELEASED,
      releasedAt: LATER,
    });
  });

  it.each(['RESERVED', 'COMMITTED'] as const)(
    '%s keeps its batch, which still counts it as its own',
    (status) => {
      const row = evolve({ ...rows[status], batch: 'batch-000001' }, { type: 'StockReleased', at: LATER });
      expect(batchOf(row)).toBe('batch-000001');
    },
  );

  it.each(Object.entries(rows))('%s stays as it is when it answers again', (_, row) => {
    expect(evolve(row, { type: 'AnswerRepeated' })).toEqual(row);
  });

  it.each(['REJECTED', 'RELEASED', 'tombstone'] as const)(
    '%s ignores events that do not fit its state',
    (status) => {
      const row = rows[status];
      expect(evolve(row, { type: 'StockReleased', at: LATER })).toEqual(row);
    },
  );
});
