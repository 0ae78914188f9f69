import { describe, expect, it } from '@jest/globals';
import { eventSchemas, type EventData, type publishedBy } from '../../../../shared/events/catalog.ts';
import { ORDER_ID } from '../../../support/orders.ts';
import { at, captured, lines, link, money, ordersWorld, subject } from '../../../support/orders-world.ts';

type World = ReturnType<typeof ordersWorld>;
type Published = keyof (typeof publishedBy)['orders'];

const alice = { id: 'alice', roles: ['customer'] } as const;
const sam = { id: 'sam', roles: ['staff'] } as const;
const stock = { orderId: ORDER_ID };
const total = { totalAmount: money.amount, currency: money.currency };
const shortages = [{ productId: 'mug', requested: 1, available: 0 }];

const placed = async (world: World) => {
  await world.place();
};
const reserved = async (world: World) => {
  await placed(world);
  await world.hear('09:01', 'StockReserved', stock);
};
const linked = async (world: World) => {
  await reserved(world);
  await world.hear('09:02', 'PaymentLinkCreated', link);
};
const paid = async (world: World) => {
  await linked(world);
  await world.hear('09:05', 'PaymentSucceeded', captured);
};
const watched = async (world: World, time: string) => {
  await world.watch(time, world.published[0]);
};

/** The SHA-256 hash of the customer id `alice`, as `printf alice | sha256sum` prints it. */
const ERASURE_ID = '2bd806c97f0e00af1a1fc3328fa763a9269723c8db8fac4f93af71db186d6e90';

/** How to cause an event (`when`), and its expected id, time, cause and complete data. */
interface Publication<Type extends Published> {
  readonly when: (world: World) => Promise<void>;
  readonly id: string;
  readonly time: string;
  readonly causationId: string;
  readonly data: EventData<Type>;
}

const publications: { readonly [Type in Published]: Publication<Type> } = {
  OrderCreated: {
    when: placed,
    id: `OrderCreated:${ORDER_ID}:1`,
    time: at('09:00'),
    causationId: 'request-1',
    data: { ...subject, items: lines, ...total, attempt: 1 },
  },
  PaymentRequested: {
    when: reserved,
    id: `PaymentRequested:${ORDER_ID}`,
    time: at('09:01'),
    causationId: `StockReserved:${ORDER_ID}`,
    data: { ...subject, ...money, payBy: at('09:16') },
  },
  PaymentReminderDue: {
    when: async (world) => {
      await linked(world);
      await watched(world, '09:09');
    },
    id: `PaymentReminderDue:${ORDER_ID}`,
    time: at('09:09'),
    causationId: `OrderCreated:${ORDER_ID}:1`,
    data: { ...subject, paymentLink: link.paymentLink, payBy: at('09:16') },
  },
  PaymentClosureRequested: {
    when: async (world) => {
      await linked(world);
      await watched(world, '09:16');
    },
    id: `PaymentClosureRequested:${ORDER_ID}`,
    time: at('09:16'),
    causationId: `OrderCreated:${ORDER_ID}:1`,
    data: subject,
  },
  OrderPaid: {
    when: paid,
    id: `OrderPaid:${ORDER_ID}`,
    time: at('09:05'),
    causationId: `PaymentSucceeded:${ORDER_ID}`,
    data: { ...subject, items: lines, ...total, note: 'no sugar', placedAt: at('09:00') },
  },
  OrderPreparing: {
    when: async (world) => {
      await paid(world);
      await world.hear('09:06', 'FulfilmentStarted', { ...subject, at: at('09:06') });
    },
    id: `OrderPreparing:${ORDER_ID}`,
    time: at('09:06'),
    causationId: `FulfilmentStarted:${ORDER_ID}`,
    data: subject,
  },
  OrderRejected: {
    when: async (world) => {
      await placed(world);
      await world.hear('09:01', 'StockReservationFailed', {
        ...stock,
        reason: 'insufficient-stock',
        shortages,
      });
    },
    id: `OrderRejected:${ORDER_ID}`,
    time: at('09:01'),
    causationId: `StockReservationFailed:${ORDER_ID}`,
    data: { ...subject, reason: 'insufficient-stock', shortages },
  },
  OrderCancelled: {
    when: async (world) => {
      await paid(world);
      await world.hear('09:06', 'FulfilmentStarted', { ...subject, at: at('09:06') });
      await world.cancel('09:07', sam);
    },
    id: `OrderCancelled:${ORDER_ID}`,
    time: at('09:07'),
    causationId: 'request-1',
    data: { ...subject, items: lines, previousStatus: 'PREPARING', by: 'staff', cause: 'cancelled-by-staff' },
  },
  OrderExpired: {
    when: async (world) => {
      await linked(world);
      await world.hear('09:17', 'PaymentClosed', stock);
    },
    id: `OrderExpired:${ORDER_ID}`,
    time: at('09:17'),
    causationId: `PaymentClosed:${ORDER_ID}`,
    data: { ...subject, items: lines },
  },
  OrderCompleted: {
    when: async (world) => {
      await paid(world);
      await world.hear('09:20', 'FulfilmentCompleted', { ...subject, at: at('09:20') });
    },
    id: `OrderCompleted:${ORDER_ID}`,
    time: at('09:20'),
    causationId: `FulfilmentCompleted:${ORDER_ID}`,
    data: subject,
  },
  CustomerErasureRequested: {
    when: async (world) => {
      await world.erase('09:30', alice);
    },
    id: `CustomerErasureRequested:${ERASURE_ID}:${at('09:30')}`,
    time: at('09:30'),
    causationId: 'request-1',
    data: { erasureId: ERASURE_ID, customerId: 'alice', requestedAt: at('09:30') },
  },
  OrderAnonymised: {
    when: async (world) => {
      await paid(world);
      await world.erase('09:30', alice);
      await world.hear('09:31', 'CustomerErasureRequested', {
        erasureId: ERASURE_ID,
        customerId: 'alice',
        requestedAt: at('09:30'),
      });
      await world.watch('09:32', world.erasureTicks[0]?.message);
    },
    id: `OrderAnonymised:${ORDER_ID}`,
    time: at('09:32'),
    causationId: `ErasureTick:${ERASURE_ID}:${at('09:31')}`,
    data: { orderId: ORDER_ID, customerId: 'erased-random-1', hasPayment: true, hasTicket: true },
  },
  RefundRequested: {
    when: async (world) => {
      await paid(world);
      await world.cancel('09:06', alice);
    },
    id: `RefundRequested:${ORDER_ID}:auto:${ORDER_ID}`,
    time: at('09:06'),
    causationId: 'request-1',
    data: { ...subject, refundId: `auto:${ORDER_ID}`, all: true, reason: 'order-cancelled' },
  },
};

describe('the events that the orders service publishes', () => {
  it.each(Object.keys(publications) as Published[])('%s has all of its data', async (type) => {
    const { when, ...publication } = publications[type];
    const world = ordersWorld();
    await when(world);
    const messages = world.published.filter((message) => message.type === type);
    expect(messages).toEqual([{ type, version: 1, correlationId: 'request-1', ...publication }]);
    expect(eventSchemas[type].parse(publication.data)).toEqual(publication.data);
  });

  it('asks for stock again under the number of the attempt', async () => {
    const world = ordersWorld();
    await placed(world);
    await watched(world, '09:01');
    expect(world.published.map(({ id }) => id)).toEqual([1, 2].map((n) => `OrderCreated:${ORDER_ID}:${n}`));
    const { data } = publications.OrderCreated;
    expect(world.published[1]).toMatchObject({ time: at('09:01'), data: { ...data, attempt: 2 } });
  });

  it('asks for the payment again, under the same id and with the same data, when no link comes', async () => {
    const world = ordersWorld();
    await reserved(world);
    await watched(world, '09:02');
    const [, first, again] = world.published;
    expect(again).toMatchObject({ id: first?.id, data: first?.data, time: at('09:02') });
  });

  it('confirms the start again under the same id', async () => {
    const world = ordersWorld();
    await publications.OrderPreparing.when(world);
    await world.hear('09:08', 'FulfilmentStarted', { ...subject, at: at('09:06') });
    const confirmations = world.published.filter(({ type }) => type === 'OrderPreparing');
    expect(confirmations.map(({ id }) => id)).toEqual(Array(2).fill(`OrderPreparing:${ORDER_ID}`));
  });
});

describe('the watchdog’s own message', () => {
  it('has an id with its time, and names the last action that the watchdog took', async () => {
    const world = ordersWorld();
    await placed(world);
    await watched(world, '09:01');
    await world.watch('09:03', world.ticks[0]);
    const tick = { type: 'WatchdogTick', version: 1, correlationId: 'request-1', causationId: ORDER_ID };
    expect(world.ticks).toEqual(
      ['09:01', '09:03'].map((time, index) => ({
        ...tick,
        id: `WatchdogTick:${ORDER_ID}:${at(time)}`,
        time: at(time),
        data: { orderId: ORDER_ID, after: index + 1 },
      })),
    );
  });

  it('leads the chain on when it finds nothing due, because it knows the last duty', async () => {
    const world = ordersWorld();
    await placed(world);
    await watched(world, '09:01');
    await world.hear('09:01', 'StockReserved', stock);
    await world.hear('09:01', 'PaymentLinkCreated', link);
    await world.watch('09:02', world.ticks[0]);
    expect(world.ticks).toHaveLength(2);
  });
});
