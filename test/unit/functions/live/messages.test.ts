import { describe, expect, it } from '@jest/globals';
import {
  MOST_MESSAGES,
  MOST_SUBSCRIPTIONS,
  STALE_SECONDS,
} from '../../../../functions/live/domain/limits.ts';
import { personOf } from '../../../../functions/live/domain/topics.ts';
import { pushChanges } from '../../../../functions/live/push-changes.ts';
import type { Delivery } from '../../../../shared/kernel/messages.ts';
import { alice, codeOf, liveWorld, ORDER } from '../../../support/live-world.ts';

describe('a message', () => {
  it.each([
    ['no JSON', 'hello'],
    ['nothing', ''],
    ['too long', JSON.stringify({ action: 'ping', more: 'x'.repeat(512) })],
    ['an unknown action', '{"action":"dance"}'],
    ['an unknown subject', '{"action":"subscribe","to":"bank"}'],
    ['an order without an id', '{"action":"subscribe","to":"order"}'],
    ['an order id that is none', '{"action":"subscribe","to":"order","orderId":"1#staff"}'],
    ['a field too many', '{"action":"ping","orderId":"1"}'],
    ['no object', 'null'],
  ])('is answered by an error if it is %s', async (_what, text) => {
    const { connected, say, heardBy } = liveWorld();
    await connected('c1', alice);
    await say('c1', text);
    expect(heardBy('c1').map(codeOf)).toEqual(['live.invalid-message']);
  });

  it('is answered if it is a ping', async () => {
    const { connected, say, heardBy } = liveWorld();
    await connected('c1', alice);
    await say('c1', { action: 'ping' });
    expect(heardBy('c1')).toEqual([{ type: 'pong' }]);
  });

  it('of a connection that is not open is refused', async () => {
    const { say, heardBy } = liveWorld();
    await say('c1', { action: 'subscribe', to: 'order', orderId: ORDER });
    expect(heardBy('c1').map(codeOf)).toEqual(['live.connection-gone']);
  });

  it('is refused if the connection has too many subscriptions', async () => {
    const { connected, say, heardBy } = liveWorld();
    await connected('c1', alice);
    for (let n = 0; n <= MOST_SUBSCRIPTIONS; n += 1) {
      const orderId = `0195f0a0-0000-7000-8000-0000000000${String(n).padStart(2, '0')}`;
      await say('c1', { action: 'subscribe', to: 'order', orderId });
    }
    expect(heardBy('c1').filter(({ type }) => type === 'subscribed')).toHaveLength(MOST_SUBSCRIPTIONS);
    expect(codeOf(heardBy('c1').at(-1))).toBe('live.too-many-subscriptions');
  });

  it.each([
    ['pings', { action: 'ping' }],
    ['messages that are not valid', 'hello'],
    ['repeated subscriptions', { action: 'subscribe', to: 'order', orderId: ORDER }],
    ['subscriptions that it may not have', { action: 'subscribe', to: 'kitchen' }],
  ])('closes its connection if there were too many before: %s', async (_what, message) => {
    const { connected, say, heardBy, closed } = liveWorld();
    await connected('c1', alice);
    for (let n = 0; n < MOST_MESSAGES; n += 1) await say('c1', message);
    expect(heardBy('c1')).toHaveLength(MOST_MESSAGES);
    expect(closed).toEqual([]);
    await say('c1', message);
    expect(heardBy('c1')).toHaveLength(MOST_MESSAGES);
    expect(closed).toEqual(['c1']);
  });

  it('removes its connection if the reply finds it closed', async () => {
    const { connected, say, behaviour, store } = liveWorld();
    await connected('c1', alice);
    behaviour.set('c1', 'gone');
    await say('c1', { action: 'ping' });
    expect(await store.findConnection('c1')).toBeUndefined();
  });
});

describe('a push', () => {
  it('to a closed connection removes it, and reaches the others', async () => {
    const { connected, say, push, heardBy, behaviour, store } = liveWorld();
    for (const id of ['c1', 'c2']) {
      await connected(id, alice);
      await say(id, { action: 'subscribe', to: 'order', orderId: ORDER });
    }
    behaviour.set('c1', 'gone');
    await push(['OrderPaid', ORDER, 'alice']);
    expect(heardBy('c2').at(-1)).toEqual({ type: 'changed', to: 'order', orderId: ORDER });
    expect(await store.findConnection('c1')).toBeUndefined();
    expect([...(await store.connectionsOf([`order#${ORDER}#${personOf('alice')}`])).values()]).toEqual([
      ['c2'],
    ]);
  });

  it('is left out if its event is old, because the pages have polled meanwhile', async () => {
    const { connected, say, pushLate, heardBy } = liveWorld();
    await connected('c1', alice);
    await say('c1', { action: 'subscribe', to: 'order', orderId: ORDER });
    expect(await pushLate(STALE_SECONDS + 1, ORDER, 'alice')).toEqual([{ outcome: 'done' }]);
    expect(heardBy('c1').map(({ type }) => type)).toEqual(['subscribed']);
    await pushLate(STALE_SECONDS, ORDER, 'alice');
    expect(heardBy('c1').map(({ type }) => type)).toEqual(['subscribed', 'changed']);
  });

  it('that fails is given up: its message is done, and the others are pushed', async () => {
    const { connected, say, push, heardBy, behaviour, failures } = liveWorld();
    for (const id of ['c1', 'c2']) {
      await connected(id, alice);
      await say(id, { action: 'subscribe', to: 'order', orderId: ORDER });
    }
    behaviour.set('c1', 'broken');
    expect(await push(['OrderPaid', ORDER, 'alice'])).toEqual([{ outcome: 'done' }]);
    expect(heardBy('c2')).toHaveLength(2);
    expect(failures).toHaveLength(1);
  });

  it('runs with at most 25 others at a time', async () => {
    let [running, highest] = [0, 0];
    const sentAt = '2026-03-01T09:00:00.000Z';
    const ids = Array.from({ length: 100 }, (_, n) => `c${n}`);
    const push = pushChanges({
      store: {
        connectionsOf: async () => new Map([['kitchen', ids]]),
        removeConnection: async () => undefined,
      },
      send: async () => {
        running += 1;
        highest = Math.max(highest, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        return 'sent';
      },
      failed: () => undefined,
      now: () => sentAt,
    });
    const delivery = {
      data: { orderId: ORDER, customerId: 'alice' },
      message: { type: 'OrderPaid' },
      context: { sentAt },
    };
    await push([delivery as unknown as Delivery<unknown>]);
    expect(highest).toBe(25);
  });
});
