import { describe, expect, it } from '@jest/globals';
import { erasureAggregate, orderAggregate } from '../../../../functions/orders/aggregate.ts';
import { erasureIdOf } from '../../../../functions/orders/domain/erasure.ts';
import { forgetCustomer } from '../../../../functions/orders/forget-customer.ts';
import type { QueueMessage } from '../../../../shared/events/integration-event.ts';
import { memoryOrderStore } from '../../../support/memory/orders-order-store.ts';
import { memoryErasureStore } from '../../../support/memory/orders-erasure-store.ts';
import { pendingOrder } from '../../../support/orders.ts';
import { at, COPIES_DAYS, ordersWorld } from '../../../support/orders-world.ts';

const alice = { id: 'alice', roles: ['customer'] } as const;
const root = { id: 'root', roles: ['customer', 'admin'] } as const;
const ID = erasureIdOf('alice');

type World = ReturnType<typeof ordersWorld>;
const requested = (world: World, time: string) =>
  world.hear(time, 'CustomerErasureRequested', { erasureId: ID, customerId: 'alice', requestedAt: at(time) });
/** The newest tick of an erasure (a delayed message that continues it). */
const tick = (world: World): QueueMessage | undefined => world.erasureTicks.at(-1)?.message;
/**
 * Alice asks to be forgotten at `time`, and the erasure's first tick (a delayed message) arrives in the same minute.
 */
const erased = async (world: World, time: string) => {
  await world.erase(time, alice);
  await requested(world, time);
  await world.watch(time, tick(world));
};

describe('a request for erasure', () => {
  it('is stored under the hash of the id, and answered with the time when the last copy is gone', async () => {
    const world = ordersWorld();
    expect(await world.erase('09:30', alice)).toEqual({
      requestedAt: at('09:30'),
      completeBy: new Date(Date.parse(at('09:30')) + COPIES_DAYS * 86_400_000).toISOString(),
    });
    expect([...world.erasures.keys()]).toEqual([ID]);
    expect(world.erasures.get(ID)?.state).toMatchObject({ by: { role: 'customer' }, customerId: 'alice' });
  });

  it('deletes the account of this customer, and of no other', async () => {
    const world = ordersWorld();
    await world.erase('09:30', alice);
    expect([...world.accounts.ids]).toEqual(['bob']);
  });

  it('is the same request when it is repeated, and publishes nothing again', async () => {
    const world = ordersWorld();
    const first = await world.erase('09:30', alice);
    expect(await world.erase('09:40', alice)).toEqual(first);
    expect(world.published.map(({ type }) => type)).toEqual(['CustomerErasureRequested']);
  });

  it('of an administrator notes who did it, and not whose customer it was', async () => {
    const world = ordersWorld();
    await world.erase('09:30', root, 'alice');
    expect(world.erasures.get(ID)?.state.by).toEqual({ role: 'admin', adminId: 'root' });
  });

  it('starts anew when the customer came back after the first one was done', async () => {
    const world = ordersWorld();
    await erased(world, '09:30');
    await world.watch('10:46', tick(world));
    expect(world.erasures.get(ID)?.state.status).toBe('DONE');
    expect(await world.erase('12:00', alice)).toMatchObject({ requestedAt: at('12:00') });
    expect(world.erasures.get(ID)?.state).toMatchObject({ status: 'UNDER_WAY', requestedAt: at('12:00') });
    expect(world.erasures.get(ID)?.expiresAt).toBeUndefined();
    expect(world.published.map(({ id }) => id)).toEqual([
      `CustomerErasureRequested:${ID}:${at('09:30')}`,
      `CustomerErasureRequested:${ID}:${at('12:00')}`,
    ]);
  });

  it('names the customer in its event alone, not in the ticks that follow', async () => {
    const world = ordersWorld();
    await world.place();
    await erased(world, '09:30');
    expect(world.erasureTicks.length).toBeGreaterThan(1);
    expect(JSON.stringify(world.erasureTicks)).not.toContain('alice');
  });
});

describe('an erasure', () => {
  it('looks for orders until none can appear any more, and then drops the id', async () => {
    const world = ordersWorld();
    await world.place();
    await erased(world, '09:30');
    expect(world.order()?.customerId).toBe('erased-random-1');
    expect(world.erasureTicks.at(-1)?.delaySeconds).toBe(1);
    await world.watch('09:31', tick(world));
    expect(world.erasureTicks.at(-1)?.delaySeconds).toBe(900);
    await world.watch('10:44', tick(world));
    expect(world.erasureTicks.at(-1)?.delaySeconds).toBe(60);
    expect(world.erasures.get(ID)?.state.status).toBe('UNDER_WAY');
    const sent = world.erasureTicks.length;
    await world.watch('10:45', tick(world));
    expect(world.erasureTicks).toHaveLength(sent);
    expect(world.erasures.get(ID)?.state).toEqual({
      status: 'DONE',
      erasureId: ID,
      requestedAt: at('09:30'),
      doneAt: at('10:45'),
      by: { role: 'customer' },
    });
    expect(world.erasures.get(ID)?.expiresAt).toBe(Date.parse(at('09:30')) / 1000 + COPIES_DAYS * 86_400);
  });

  it('also forgets an order that was placed at the same moment', async () => {
    const world = ordersWorld();
    await erased(world, '09:30');
    await world.place();
    await world.watch('09:45', tick(world));
    expect(world.order()?.customerId).toBe('erased-random-1');
  });

  it('ends only when a look after that time found no order', async () => {
    const world = ordersWorld();
    await erased(world, '09:30');
    await world.place();
    await world.watch('10:46', tick(world));
    expect(world.order()?.customerId).toBe('erased-random-1');
    expect(world.erasures.get(ID)?.state.status).toBe('UNDER_WAY');
    await world.watch('10:47', tick(world));
    expect(world.erasures.get(ID)?.state.status).toBe('DONE');
  });

  it('is not continued by the tick of an earlier one', async () => {
    const world = ordersWorld();
    await erased(world, '09:30');
    const old = tick(world);
    await world.watch('10:46', old);
    await world.erase('12:00', alice);
    await world.place();
    const sent = world.erasureTicks.length;
    await world.watch('12:01', old);
    expect(world.erasureTicks).toHaveLength(sent);
    expect(world.order()?.customerId).toBe('alice');
  });

  it('changes nothing when an old request is replayed after it is done and deleted', async () => {
    const world = ordersWorld();
    await world.place();
    await requested(world, '09:30');
    await world.watch('09:31', tick(world));
    expect(world.order()?.customerId).toBe('alice');
    expect(world.erasureTicks).toHaveLength(1);
  });

  it('is continued by one chain of ticks, although workers fail after they have sent the next tick', async () => {
    const store = memoryOrderStore();
    const erasures = memoryErasureStore();
    const facts = { erasureId: ID, customerId: 'alice', by: { role: 'customer' } as const };
    await erasures.insert({ status: 'UNDER_WAY', requestedAt: at('09:30'), ...facts }, undefined);
    const queue: { readonly number: number; readonly sentAt: string }[] = [{ number: 1, sentAt: '1' }];
    let clock = 1;
    const forget = forgetCustomer({
      erasures: erasureAggregate(erasures, () => at('09:31'), COPIES_DAYS),
      orders: orderAggregate(store, () => at('09:31'), COPIES_DAYS),
      store,
      ticks: {
        schedule: async ({ number }) => {
          queue.push({ number, sentAt: String((clock += 1)) });
          throw new Error('the answer of the queue was lost');
        },
      },
      newId: () => 'new',
      now: () => at('09:31'),
      settleSeconds: 4500,
      maxTickSeconds: 900,
    });
    const sentByNumber: number[] = [];
    for (let sent = queue.splice(0); sentByNumber.length < 6; sent = queue.splice(0)) {
      sentByNumber.push(sent.length);
      for (const { number, sentAt } of sent) {
        for (let receive = 1; receive <= 5; receive += 1) {
          const tick = { erasureId: ID, requestedAt: at('09:30'), number };
          await forget(tick, { correlationId: 'c', causationId: 'c', sentAt }).catch(() => undefined);
        }
      }
    }
    expect(sentByNumber).toEqual([1, 5, 5, 5, 5, 5]);
  });

  it('changes at most 50 orders at once, and all of them in the end', async () => {
    const store = memoryOrderStore();
    const erasures = memoryErasureStore();
    const idOf = (n: number) => `0195f0a0-0000-7000-8000-${String(n).padStart(12, '0')}`;
    for (let n = 0; n < 120; n += 1) {
      const createdAt = new Date(Date.parse(at('08:00')) + n * 1000).toISOString();
      await store.insert(pendingOrder({ orderId: idOf(n), createdAt }), undefined);
    }
    const bobs = pendingOrder({ orderId: idOf(500), customerId: 'bob' });
    await store.insert(bobs, undefined);
    const facts = {
      erasureId: ID,
      requestedAt: at('09:30'),
      customerId: 'alice',
      by: { role: 'customer' } as const,
    };
    await erasures.insert({ status: 'UNDER_WAY', ...facts }, undefined);
    const delays: number[] = [];
    let serial = 0;
    const forget = forgetCustomer({
      erasures: erasureAggregate(erasures, () => at('09:31'), COPIES_DAYS),
      orders: orderAggregate(store, () => at('09:31'), COPIES_DAYS),
      store,
      ticks: { schedule: async (_tick, seconds) => void delays.push(seconds) },
      newId: () => String((serial += 1)),
      now: () => at('09:31'),
      settleSeconds: 4500,
      maxTickSeconds: 900,
    });
    const left = () => [...store.rows.values()].filter(({ state }) => state.customerId === 'alice').length;
    const counts: number[] = [];
    for (let run = 0; run < 4; run += 1) {
      const tick = { erasureId: ID, requestedAt: at('09:30'), number: run + 1 };
      await forget(tick, { correlationId: 'c', causationId: 'c', sentAt: at('09:31') });
      counts.push(left());
    }
    expect(counts).toEqual([70, 20, 0, 0]);
    expect(delays).toEqual([1, 1, 1, 900]);
    expect(store.rows.get(bobs.orderId)?.state).toEqual(bobs);
    const pseudonyms = [...store.rows.values()].map(({ state }) => state.customerId);
    expect(new Set(pseudonyms).size).toBe(121);
  });
});
