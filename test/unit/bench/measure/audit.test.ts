import { describe, expect, it } from '@jest/globals';
import { auditOf } from '../../../../bench/measure/audit.ts';
import type { Reservation } from '../../../../functions/inventory/domain/reservation.ts';

const row = (status: 'RESERVED' | 'REJECTED', quantity: number): Reservation =>
  ({
    status,
    orderId: `order-${quantity}`,
    lines: [{ productId: 'bun', quantity }],
  }) as unknown as Reservation;

describe('the audit of a sale', () => {
  it('finds nothing wrong when every unit is on the shelf or in a row', () => {
    const rows = [row('RESERVED', 3), row('RESERVED', 5), row('REJECTED', 4)];
    expect(auditOf(rows, { received: 10, available: 2, orders: 3 })).toEqual({
      reservedUnits: 8,
      availableUnits: 2,
      stranded: 0,
      oversold: 0,
      undecided: 0,
      refusedThoughLeft: 0,
    });
  });

  it('finds units that were taken and belong to nobody, and units that were sold twice', () => {
    expect(auditOf([row('RESERVED', 3)], { received: 10, available: 2, orders: 1 }).stranded).toBe(5);
    expect(auditOf([row('RESERVED', 9)], { received: 10, available: 2, orders: 1 }).oversold).toBe(1);
  });

  it('finds refused orders that what is left could serve, together', () => {
    const rows = [row('REJECTED', 5), row('REJECTED', 2), row('REJECTED', 2)];
    expect(auditOf(rows, { received: 5, available: 5, orders: 3 }).refusedThoughLeft).toBe(2);
  });

  it('counts orders without a row', () => {
    expect(auditOf([], { received: 1, available: 1, orders: 4 }).undecided).toBe(4);
  });
});
