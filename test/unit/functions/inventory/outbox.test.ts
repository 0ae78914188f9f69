import { describe, expect, it } from '@jest/globals';
import { stockMovementOf } from '../../../../functions/inventory/adapters/items.ts';
import { publishReservation, stockLow } from '../../../../functions/inventory/publications.ts';
import { eventSchemas } from '../../../../shared/events/catalog.ts';
import { context, NOW, ORDER_ID, reserved } from '../../../support/inventory.ts';

const image = (available: number, version: number) => ({ pk: 'stock#bun', available, version });

describe('low stock, read from the stream of the table', () => {
  const stockLowBelow5 = stockLow(5, () => NOW);

  it('is published when the level falls below the threshold; its id has the version of the item', () => {
    const movement = stockMovementOf({ before: image(6, 8), after: image(3, 9) });
    const published = movement === undefined ? [] : stockLowBelow5(movement);
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
    expect(movement === undefined ? [] : stockLowBelow5(movement)).toEqual([]);
  });

  it('is derived only from stock items, and not from their deletion', () => {
    expect(
      stockMovementOf({ before: undefined, after: { pk: 'product#stock#bun', version: 1 } }),
    ).toBeUndefined();
    expect(stockMovementOf({ before: image(6, 8), after: undefined })).toBeUndefined();
  });
});

describe('what a reservation publishes', () => {
  const shortages = [{ productId: 'mug', requested: 1, available: 0 }];
  const rows = {
    StockReserved: reserved(),
    StockReservationFailed: { ...reserved(), status: 'REJECTED', shortages },
  } as const;

  it.each(['StockReserved', 'StockReservationFailed'] as const)(
    '%s matches its schema, and its id has the order id',
    (type) => {
      const outbox = publishReservation([{ type }], { state: rows[type], trace: context() });
      const [event, ...more] = outbox?.events ?? [];
      expect(more).toEqual([]);
      expect(event).toMatchObject({ id: `${type}:${ORDER_ID}`, type });
      expect(eventSchemas[type].parse(event?.data)).toEqual(event?.data);
    },
  );

  it('is nothing when it is released, because nobody subscribes to it', () => {
    const { lines } = reserved();
    const row = { status: 'RELEASED', orderId: ORDER_ID, lines, releasedAt: NOW } as const;
    const change = { state: row, trace: context() };
    expect(publishReservation([{ type: 'StockReleased', at: NOW }], change)).toBeUndefined();
  });
});
