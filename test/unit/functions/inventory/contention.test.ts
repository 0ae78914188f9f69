import { describe, expect, it } from '@jest/globals';
import type { ReservationStore } from '../../../../functions/inventory/domain/reservation-store.ts';
import {
  context,
  inventory,
  ORDER_ID,
  orderCancelled,
  orderCreated,
  orderPaid,
} from '../../../support/inventory.ts';

/** No emulator makes two transactions collide, so the port says so itself: each call is contended `times` times. */
const contended =
  (times: number) =>
  (store: ReservationStore): ReservationStore => {
    const left = { reserve: times, insert: times, save: times, release: times };
    const collides = (call: keyof typeof left): boolean => {
      left[call] -= 1;
      return left[call] >= 0;
    };
    return {
      load: (orderId) => store.load(orderId),
      reserve: async (...args) => (collides('reserve') ? 'contended' : store.reserve(...args)),
      insert: async (...args) => (collides('insert') ? 'contended' : store.insert(...args)),
      save: async (...args) => (collides('save') ? 'contended' : store.save(...args)),
      release: async (...args) => (collides('release') ? 'contended' : store.release(...args)),
    };
  };

const two = [{ productId: 'bun', quantity: 2 }];

describe('a call that meets a running transaction', () => {
  it('is repeated after pauses until it goes through', async () => {
    const { react, stock, published, pauses } = inventory({ bun: 5 }, contended(3));
    await react.OrderCreated(orderCreated(two), context());
    expect(stock.availableOf('bun')).toBe(3);
    expect(published).toHaveLength(1);
    expect(pauses).toEqual([1, 2, 3]);
  });

  it('is repeated whether it reserves, refuses, commits, releases or leaves a tombstone', async () => {
    const granted = inventory({ bun: 5 }, contended(1));
    await granted.react.OrderCreated(orderCreated(two), context());
    await granted.react.OrderPaid(orderPaid(), context());
    await granted.react.OrderCancelled(orderCancelled('PAID'), context());
    expect(granted.pauses).toEqual([1, 1, 1]);
    expect(granted.stock.availableOf('bun')).toBe(5);
    expect(granted.published.map(({ type }) => type)).toEqual([
      'StockReserved',
      'StockCommitted',
      'StockReleased',
    ]);

    const refused = inventory({ bun: 1 }, contended(1));
    await refused.react.OrderCreated(orderCreated(two), context());
    expect(refused.pauses).toEqual([1, 1]);
    expect(refused.reservations.rows.get(ORDER_ID)?.state.status).toBe('REJECTED');

    const early = inventory({ bun: 1 }, contended(1));
    await early.react.OrderCancelled(orderCancelled(), context());
    expect(early.reservations.rows.get(ORDER_ID)?.state.status).toBe('RELEASED');
  });

  it('is given up in the end, without effect, so that the message is delivered again', async () => {
    const { react, stock, reservations, pauses } = inventory({ bun: 5 }, contended(1_000));
    await expect(react.OrderCreated(orderCreated(two), context())).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'contention',
    });
    expect(stock.availableOf('bun')).toBe(5);
    expect(reservations.rows.size).toBe(0);
    expect(pauses).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });
});
