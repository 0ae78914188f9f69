import { describe, expect, it } from '@jest/globals';
import { erasureIdOf, forgetCustomer as forgetOrder } from '../../../../functions/orders/domain/erasure.ts';
import { evolve } from '../../../../functions/orders/domain/evolve.ts';
import type { Order } from '../../../../functions/orders/domain/order.ts';
import { ORDER_ID, orderIn, pendingOrder } from '../../../support/orders.ts';
import { at, captured, link, ordersWorld, subject } from '../../../support/orders-world.ts';

const alice = { id: 'alice', roles: ['customer'] } as const;
const sam = { id: 'sam', roles: ['staff'] } as const;
const ID = erasureIdOf('alice');

type World = ReturnType<typeof ordersWorld>;
const requested = (world: World, time: string) =>
  world.hear(time, 'CustomerErasureRequested', { erasureId: ID, customerId: 'alice', requestedAt: at(time) });
/**
 * Alice asks to be forgotten at `time`, and the first tick (a delayed message that continues the erasure) arrives in
 * the same minute.
 */
const erased = async (world: World, time: string) => {
  await world.erase(time, alice);
  await requested(world, time);
  await world.watch(time, world.erasureTicks.at(-1)?.message);
};
const awaiting = async (world: World) => {
  await world.place();
  await world.hear('09:01', 'StockReserved', { orderId: ORDER_ID });
  await world.hear('09:02', 'PaymentLinkCreated', link);
};

describe('the order of a forgotten customer', () => {
  const forgotten = { type: 'CustomerForgotten', at: at('09:30'), pseudonym: 'erased-1' } as const;
  const words = { note: 'no nuts' };

  it.each(Object.keys(orderIn) as (keyof typeof orderIn)[])(
    'has a pseudonym, no fingerprint and no remark in %s, and a note only while it is unpaid',
    (status) => {
      const { remark: _remark, ...order } = { remark: 'I moved', ...orderIn[status](), ...words } as Order & {
        remark?: string;
      };
      const { note: _note, ...noteless } = order;
      const kept = status === 'PENDING' || status === 'AWAITING_PAYMENT' ? order : noteless;
      const marks = { customerId: 'erased-1', fingerprint: '', forgottenAt: at('09:30') };
      expect(evolve({ ...order, remark: 'I moved' } as Order, forgotten)).toEqual({ ...kept, ...marks });
    },
  );

  it('is changed once, so a repeated tick publishes nothing', () => {
    const order = pendingOrder({ customerId: 'erased-1' });
    const again = { customerId: 'alice', pseudonym: 'erased-2', at: at('09:31') };
    expect(forgetOrder(order, again)).toEqual({ outcome: 'accepted', events: [] });
  });

  it('is paid with its note, for the kitchen, and loses the note when the kitchen begins', async () => {
    const world = ordersWorld();
    await awaiting(world);
    await erased(world, '09:03');
    expect(world.order()).toMatchObject({ note: 'no sugar', customerId: 'erased-random-1' });
    await world.hear('09:05', 'PaymentSucceeded', captured);
    expect(world.published.at(-1)).toMatchObject({
      type: 'OrderPaid',
      data: { customerId: 'erased-random-1', note: 'no sugar' },
    });
    await world.hear('09:06', 'FulfilmentStarted', { ...subject, at: at('09:06') });
    expect(world.order()?.status).toBe('PREPARING');
    expect(JSON.stringify(world.order())).not.toMatch(/alice|no sugar/);
  });

  it('loses its note when it ends unpaid', async () => {
    const world = ordersWorld();
    await awaiting(world);
    await erased(world, '09:03');
    await world.hear('09:17', 'PaymentClosed', { orderId: ORDER_ID });
    expect(world.order()?.status).toBe('EXPIRED');
    expect(JSON.stringify(world.order())).not.toMatch(/alice|no sugar/);
  });

  it('is cancelled by staff and refunded as any other, under its pseudonym', async () => {
    const world = ordersWorld();
    await awaiting(world);
    await world.hear('09:05', 'PaymentSucceeded', captured);
    await erased(world, '09:06');
    await world.cancel('09:07', sam);
    const after = world.published.slice(-2);
    expect(after.map(({ type }) => type)).toEqual(['OrderCancelled', 'RefundRequested']);
    expect(JSON.stringify(after)).not.toContain('alice');
  });

  it('can neither be cancelled by its former owner, nor be placed again with the same key', async () => {
    const world = ordersWorld();
    await world.place();
    await erased(world, '09:03');
    await expect(world.cancel('09:04', alice)).rejects.toMatchObject({ code: 'order.not-found' });
    await expect(world.place()).rejects.toMatchObject({ code: 'idempotency.key-reused' });
  });

  it.each([
    ['PENDING', false, false],
    ['AWAITING_PAYMENT', true, false],
    ['PAID', true, true],
    ['PREPARING', true, true],
    ['READY', true, true],
    ['COMPLETED', true, true],
    ['REJECTED', false, false],
    ['CANCELLED', true, false],
    ['EXPIRED', true, false],
  ] as const)('in %s tells which items other services have of it', async (status, hasPayment, hasTicket) => {
    const world = ordersWorld();
    await world.store.insert({ ...orderIn[status](), customerId: 'alice' }, undefined);
    await erased(world, '09:30');
    expect(world.published.at(-1)).toMatchObject({
      type: 'OrderAnonymised',
      data: { orderId: ORDER_ID, hasPayment, hasTicket },
    });
  });
});
