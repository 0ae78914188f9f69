import { describe, expect, it } from '@jest/globals';
import {
  ASKED_AT,
  context,
  inventory,
  type InventoryStores,
  NOW,
  ORDER_ID,
  orderCancelled,
  orderCreated,
  orderExpired,
  orderIdOf,
  orderPaid,
} from '../../../support/inventory.ts';

const buns = (quantity: number) => [{ productId: 'bun', quantity }];

describe('when an order is created', () => {
  it('its units are reserved, and the answer says when the order asked', async () => {
    const { react, stock, published } = inventory({ bun: 5, mug: 1 });
    await react.OrderCreated(orderCreated([...buns(3), { productId: 'mug', quantity: 1 }]), context());
    expect([stock.availableOf('bun'), stock.availableOf('mug')]).toEqual([2, 0]);
    expect(published).toEqual([
      {
        id: `StockReserved:${ORDER_ID}`,
        type: 'StockReserved',
        version: 1,
        time: NOW,
        correlationId: 'correlation-1',
        causationId: 'message-1',
        data: { orderId: ORDER_ID, requestedAt: ASKED_AT },
      },
    ]);
  });

  it('nothing is reserved if a product is short, and the answer names each short product', async () => {
    const { react, stock, reservations, published } = inventory({ bun: 5, mug: 1 });
    const wanted = [...buns(3), { productId: 'mug', quantity: 2 }, { productId: 'cake', quantity: 1 }];
    await react.OrderCreated(orderCreated(wanted), context());
    expect([stock.availableOf('bun'), stock.availableOf('mug')]).toEqual([5, 1]);
    expect(reservations.rows.get(ORDER_ID)?.state.status).toBe('REJECTED');
    expect(published).toMatchObject([
      {
        type: 'StockReservationFailed',
        data: {
          orderId: ORDER_ID,
          reason: 'insufficient-stock',
          shortages: [
            { productId: 'cake', requested: 1, available: 0 },
            { productId: 'mug', requested: 2, available: 1 },
          ],
        },
      },
    ]);
  });

  it('a duplicate changes nothing and publishes nothing', async () => {
    const { react, stock, published } = inventory({ bun: 5 });
    for (let n = 0; n < 3; n += 1) await react.OrderCreated(orderCreated(buns(2)), context());
    expect(stock.availableOf('bun')).toBe(3);
    expect(published).toHaveLength(1);
  });

  it('a duplicate of the message that took the last units is not refused', async () => {
    const { react, reservations, published } = inventory({ bun: 2 });
    await Promise.all([1, 2].map(() => react.OrderCreated(orderCreated(buns(2)), context())));
    expect(reservations.rows.get(ORDER_ID)?.state.status).toBe('RESERVED');
    expect(published.map(({ type }) => type)).toEqual(['StockReserved']);
  });

  it.each([
    ['granted', 5, 'StockReserved'],
    ['refused', 1, 'StockReservationFailed'],
  ])('if it was %s and asks again, it gets the same answer with the same id', async (_, units, type) => {
    const { react, reservations, stock, published } = inventory({ bun: units });
    await react.OrderCreated(orderCreated(buns(2)), context());
    const before = stock.availableOf('bun');
    await react.OrderCreated(orderCreated(buns(2), { attempt: 2 }), context('message-2'));
    expect(published.map((event) => event.type)).toEqual([type, type]);
    expect(published[1]).toEqual({ ...published[0], causationId: 'message-2' });
    expect(reservations.rows.get(ORDER_ID)?.version).toBe(2);
    expect(stock.availableOf('bun')).toBe(before);
  });

  it('if it asks again while its first message is being refused, both get an answer', async () => {
    const two = [...buns(3), { productId: 'mug', quantity: 1 }];
    let first: (() => Promise<void>) | undefined;
    const { react, published } = inventory({ bun: 1 }, ({ reservations, batches }) => ({
      batches,
      reservations: {
        ...reservations,
        insert: async (row, outbox) => {
          const faster = first;
          first = undefined;
          await faster?.();
          return reservations.insert(row, outbox);
        },
      },
    }));
    first = () => react.OrderCreated(orderCreated(two), context());
    await react.OrderCreated(orderCreated(two, { attempt: 2 }), context());
    expect(published.map(({ id }) => id)).toEqual(Array(2).fill(`StockReservationFailed:${ORDER_ID}`));
  });

  it('it stays refused if it asks again after a delivery, because it is decided once', async () => {
    const { react, stock, published } = inventory({ bun: 1 });
    await react.OrderCreated(orderCreated(buns(2)), context());
    stock.add('bun', 10, 10);
    await react.OrderCreated(orderCreated(buns(2), { attempt: 2 }), context());
    expect(stock.availableOf('bun')).toBe(11);
    expect(published.map(({ type }) => type)).not.toContain('StockReserved');
  });

  it('the attempt that arrives first decides', async () => {
    const { react, stock, published } = inventory({ bun: 5 });
    await react.OrderCreated(orderCreated(buns(2), { attempt: 2 }), context());
    await react.OrderCreated(orderCreated(buns(2)), context());
    expect(stock.availableOf('bun')).toBe(3);
    expect(published.map(({ type }) => type)).toEqual(['StockReserved']);
  });

  it.each([1, 2])('if it has ended already (attempt %i), it gets no units and no answer', async (attempt) => {
    const { react, stock, published } = inventory({ bun: 5 });
    await react.OrderCancelled(orderCancelled('PENDING'), context());
    await react.OrderCreated(orderCreated(buns(2), { attempt }), context());
    expect(stock.availableOf('bun')).toBe(5);
    expect(published).toEqual([]);
  });
});

describe('when an order is paid', () => {
  it('its reservation is committed once, without a stock movement or another answer', async () => {
    const { react, reservations, stock, published } = inventory({ bun: 5 });
    await react.OrderCreated(orderCreated(buns(2)), context());
    await react.OrderPaid(orderPaid(), context());
    await react.OrderPaid(orderPaid(), context());
    expect(reservations.rows.get(ORDER_ID)).toMatchObject({ state: { status: 'COMMITTED' }, version: 2 });
    expect(stock.availableOf('bun')).toBe(3);
    expect(published.map(({ id }) => id)).toEqual([`StockReserved:${ORDER_ID}`]);
  });

  it('and not reserved yet, the message is delivered again', async () => {
    const { react } = inventory({ bun: 5 });
    await expect(react.OrderPaid(orderPaid(), context())).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('after its end, its reservation stays released', async () => {
    const { react, reservations, stock } = inventory({ bun: 5 });
    await react.OrderCreated(orderCreated(buns(2)), context());
    await react.OrderCancelled(orderCancelled(), context());
    await react.OrderPaid(orderPaid(), context());
    expect(reservations.rows.get(ORDER_ID)?.state.status).toBe('RELEASED');
    expect(stock.availableOf('bun')).toBe(5);
  });
});

describe('when an order ends', () => {
  it.each([
    ['expires', 'OrderExpired'],
    ['is cancelled', 'OrderCancelled'],
  ] as const)('because it %s, its units come back once, and nothing is published', async (_, how) => {
    const { react, stock, published } = inventory({ bun: 5 });
    await react.OrderCreated(orderCreated(buns(2)), context());
    const end = () =>
      how === 'OrderExpired'
        ? react.OrderExpired(orderExpired(), context())
        : react.OrderCancelled(orderCancelled(), context());
    await end();
    await end();
    expect(stock.availableOf('bun')).toBe(5);
    expect(published.map(({ type }) => type)).toEqual(['StockReserved']);
  });

  it('and was paid before, its units come back too', async () => {
    const { react, stock } = inventory({ bun: 5 });
    await react.OrderCreated(orderCreated(buns(2)), context());
    await react.OrderPaid(orderPaid(), context());
    await react.OrderCancelled(orderCancelled('PAID'), context());
    expect(stock.availableOf('bun')).toBe(5);
  });

  it.each(['PREPARING', 'READY'] as const)(
    'and was %s, the goods are used up and nothing comes back',
    async (status) => {
      const { react, reservations, stock } = inventory({ bun: 5 });
      await react.OrderCreated(orderCreated(buns(2)), context());
      await react.OrderPaid(orderPaid(), context());
      await react.OrderCancelled(orderCancelled(status), context());
      expect(stock.availableOf('bun')).toBe(3);
      expect(reservations.rows.get(ORDER_ID)?.state.status).toBe('COMMITTED');
    },
  );

  it('and was refused, nothing comes back', async () => {
    const { react, reservations, stock } = inventory({ bun: 1 });
    await react.OrderCreated(orderCreated(buns(2)), context());
    await react.OrderExpired(orderExpired(), context());
    expect(stock.availableOf('bun')).toBe(1);
    expect(reservations.rows.get(ORDER_ID)?.state.status).toBe('REJECTED');
  });

  it('and was not reserved yet, it leaves a tombstone without lines and publishes nothing', async () => {
    const { react, reservations, published } = inventory({ bun: 5 });
    await react.OrderExpired(orderExpired(), context());
    expect(reservations.rows.get(ORDER_ID)?.state).toMatchObject({ status: 'RELEASED', lines: [] });
    expect(published).toEqual([]);
  });

  it('and is reserved just before its tombstone is written, the reservation is released', async () => {
    // The release finds no reservation. Then OrderCreated writes one, just before the release inserts a tombstone (a
    // record that stops later reservations).
    let slipIn: (() => Promise<unknown>) | undefined;
    const wrap = ({ reservations: store, batches }: InventoryStores): InventoryStores => ({
      batches,
      reservations: {
        ...store,
        insert: async (row, outbox) => {
          const first = slipIn;
          slipIn = undefined;
          await first?.();
          return store.insert(row, outbox);
        },
      },
    });
    const { react, reservations, stock, published } = inventory({ bun: 5 }, wrap);
    slipIn = async () => react.OrderCreated(orderCreated(buns(2)), context());
    await react.OrderCancelled(orderCancelled(), context());
    expect(stock.availableOf('bun')).toBe(5);
    expect(reservations.rows.get(ORDER_ID)?.state).toMatchObject({ status: 'RELEASED', lines: buns(2) });
    expect(published.map(({ type }) => type)).toEqual(['StockReserved']);
  });

  it('other orders keep their units', async () => {
    const { react, stock } = inventory({ bun: 5 });
    await react.OrderCreated(orderCreated(buns(2)), context());
    await react.OrderCreated(orderCreated(buns(1), { orderId: orderIdOf(2) }), context());
    await react.OrderExpired(orderExpired(), context());
    expect(stock.availableOf('bun')).toBe(4);
  });
});
