import { describe, expect, it } from '@jest/globals';
import { stockMovementOf } from '../../../../functions/inventory/adapters/stock-movement.ts';
import { reservationEnvelopes, stockLowEnvelopes } from '../../../../functions/inventory/outbox.ts';
import { eventSchemas } from '../../../../shared/events/catalog.ts';
import { context, NOW, ORDER_ID, reserved } from '../../../support/inventory.ts';

const image = (available: number, version: number) => ({ pk: 'stock#bun', available, version });

describe('low stock in the table’s stream', () => {
  const stockLow = stockLowEnvelopes(5, () => NOW);

  it('is published where the level falls below the threshold, named by the item’s version', () => {
    const movement = stockMovementOf({ before: image(6, 8), after: image(3, 9) });
    const published = movement === undefined ? [] : stockLow(movement);
    expect(published).toEqual([
      {
        id: 'StockLow:bun:9',
        type: 'StockLow',
        version: 1,
        time: NOW,
        correlationId: 'StockLow:bun:9',
        causationId: 'StockLow:bun:9',
        data: { productId: 'bun', available: 3, threshold: 5 },
      },
    ]);
    expect(eventSchemas.StockLow.safeParse(published[0]?.data).success).toBe(true);
  });

  it.each([
    ['it stays below', image(4, 8), image(3, 9)],
    ['it rises', image(3, 8), image(30, 9)],
    ['the first units arrive', undefined, image(3, 1)],
  ])('is not published when %s', (_, before, after) => {
    const movement = stockMovementOf({ before, after });
    expect(movement === undefined ? [] : stockLow(movement)).toEqual([]);
  });

  it('is seen in stock items alone, and not in their deletion', () => {
    expect(
      stockMovementOf({ before: undefined, after: { pk: 'product#stock#bun', version: 1 } }),
    ).toBeUndefined();
    expect(stockMovementOf({ before: image(6, 8), after: undefined })).toBeUndefined();
  });
});

describe('what is published of a reservation', () => {
  const shortages = [{ productId: 'mug', requested: 1, available: 0 }];
  const rows = {
    StockReserved: reserved(),
    StockReservationFailed: { ...reserved(), status: 'REJECTED', shortages },
  } as const;

  it.each(['StockReserved', 'StockReservationFailed'] as const)(
    '%s keeps to its contract and is named by its order',
    (type) => {
      const [message, ...more] = reservationEnvelopes([{ type }], rows[type], context());
      expect(more).toEqual([]);
      expect(message).toMatchObject({ id: `${type}:${ORDER_ID}`, type });
      expect(eventSchemas[type].parse(message?.data)).toEqual(message?.data);
    },
  );

  it('is nothing when it is released, for nobody asked to be told', () => {
    const { lines } = reserved();
    const row = { status: 'RELEASED', orderId: ORDER_ID, lines, releasedAt: NOW } as const;
    expect(reservationEnvelopes([{ type: 'StockReleased', at: NOW }], row, context())).toEqual([]);
  });
});
