import { describe, expect, it } from '@jest/globals';
import {
  MOST_MESSAGES,
  MOST_SUBSCRIPTIONS,
  STALE_SECONDS,
} from '../../../../functions/live/domain/limits.ts';
import { personOf } from '../../../../functions/live/domain/topics.ts';
import { hearMessage } from '../../../../functions/live/hear-message.ts';
import { pushChange } from '../../../../functions/live/push-change.ts';
import { AppError } from '../../../../shared/errors.ts';
import { alice, codeOf, liveWorld, ORDER } from '../../../support/live-world.ts';

const order = { to: 'order', orderId: ORDER };
const topic = `order#${ORDER}#${personOf('alice')}`;
/** A world with the connection `c1`, which follows an order of Alice. */
const subscribedWorld = async () => {
  const world = liveWorld();
  await world.subscribe('c1', alice, order);
  return { ...world, repliesTo: (id: string) => world.heardBy(id).slice(1) };
};

const invalid = [
  ['no JSON', 'hello'],
  ['nothing', ''],
  ['too long', JSON.stringify({ action: 'ping', more: 'x'.repeat(10_240) })],
  ['an unknown action', '{"action":"dance"}'],
  ['an unknown subject', '{"action":"subscribe","to":"bank","token":"t"}'],
  ['an order without an id', '{"action":"subscribe","to":"order","token":"t"}'],
  ['an order id that is none', '{"action":"subscribe","to":"order","orderId":"1#staff","token":"t"}'],
  ['a subscription without a token', `{"action":"subscribe","to":"order","orderId":"${ORDER}"}`],
  ['a field too many', '{"action":"ping","orderId":"1"}'],
  ['no object', 'null'],
] as const;

describe('a message', () => {
  it.each(invalid)('is answered by an error if it is %s', async (_what, text) => {
    const { say, repliesTo, closed } = await subscribedWorld();
    await say('c1', text);
    expect(repliesTo('c1').map(codeOf)).toEqual(['live.invalid-message']);
    expect(closed).toEqual([]);
  });

  it.each(invalid)(
    'closes a connection that follows nothing, and says why, if it is %s',
    async (_what, text) => {
      const { say, heardBy, closed } = liveWorld();
      await say('c1', text);
      expect(heardBy('c1').map(codeOf)).toEqual(['live.invalid-message']);
      expect(closed).toEqual(['c1']);
    },
  );

  it('is answered if it is a ping', async () => {
    const { say, repliesTo, closed } = await subscribedWorld();
    await say('c1', { action: 'ping' });
    expect(repliesTo('c1')).toEqual([{ type: 'pong' }]);
    expect(closed).toEqual([]);
  });

  it('does not keep a connection open that follows nothing', async () => {
    const { say, heardBy, closed } = liveWorld();
    await say('c1', { action: 'ping' });
    expect(heardBy('c1').map(codeOf)).toEqual(['live.not-signed-in']);
    expect(closed).toEqual(['c1']);
  });

  it.each(['', 'no such token', 'token bob'])('with the token %p subscribes nobody', async (token) => {
    const { say, heardBy, closed, store } = liveWorld();
    await say('c1', { action: 'subscribe', ...order, token });
    expect(heardBy('c1').map(codeOf)).toEqual(['live.not-signed-in']);
    expect(closed).toEqual(['c1']);
    expect((await store.connectionsOf([topic])).size).toBe(0);
    expect(await store.countMessage('c1', MOST_MESSAGES)).toBe('never-subscribed');
  });

  it('fails if its token cannot be verified at the moment, so the page tries again', async () => {
    const { store } = liveWorld();
    const hear = hearMessage({
      authenticate: () => Promise.reject(new AppError('unavailable', 'auth.keys-unavailable', 'Later')),
      store,
      send: async () => 'sent',
      close: async () => undefined,
      now: () => '2026-03-01T09:00:00.000Z',
    });
    const message = { action: 'subscribe', to: 'kitchen', token: 't' } as const;
    await expect(hear('c1', message)).rejects.toMatchObject({ code: 'auth.keys-unavailable' });
  });

  it('is never answered with the token', async () => {
    const { sent, tokenOf } = await subscribedWorld();
    expect(sent).toHaveLength(1);
    expect(JSON.stringify(sent)).not.toContain(tokenOf(alice));
  });

  it('is refused if the connection has too many subscriptions', async () => {
    const { subscribe, heardBy, closed } = liveWorld();
    for (let n = 0; n <= MOST_SUBSCRIPTIONS; n += 1) {
      const orderId = `0195f0a0-0000-7000-8000-0000000000${String(n).padStart(2, '0')}`;
      await subscribe('c1', alice, { to: 'order', orderId });
    }
    expect(heardBy('c1').filter(({ type }) => type === 'subscribed')).toHaveLength(MOST_SUBSCRIPTIONS);
    expect(codeOf(heardBy('c1').at(-1))).toBe('live.too-many-subscriptions');
    expect(closed).toEqual([]);
  });

  it.each([
    ['pings', { action: 'ping' }],
    ['messages that are not valid', 'hello'],
    ['repeated subscriptions', { action: 'subscribe', ...order, token: 'token alice' }],
    ['subscriptions that it may not have', { action: 'subscribe', to: 'kitchen', token: 'token alice' }],
  ])('closes its connection if there were too many before: %s', async (_what, message) => {
    const { say, heardBy, closed } = await subscribedWorld();
    for (let n = 1; n < MOST_MESSAGES; n += 1) await say('c1', message);
    expect(heardBy('c1')).toHaveLength(MOST_MESSAGES);
    expect(closed).toEqual([]);
    await say('c1', message);
    expect(heardBy('c1')).toHaveLength(MOST_MESSAGES);
    expect(closed).toEqual(['c1']);
  });

  it('removes its connection if the reply finds it closed', async () => {
    const { say, behaviour, store } = await subscribedWorld();
    behaviour.set('c1', 'gone');
    await say('c1', { action: 'ping' });
    expect((await store.connectionsOf([topic])).size).toBe(0);
  });
});

describe('a push', () => {
  it('to a closed connection removes it, and reaches the others', async () => {
    const { subscribe, push, heardBy, behaviour, store } = liveWorld();
    for (const id of ['c1', 'c2']) await subscribe(id, alice, order);
    behaviour.set('c1', 'gone');
    await push('OrderPaid', ORDER, 'alice');
    expect(heardBy('c2').at(-1)).toEqual({ type: 'changed', to: 'order', orderId: ORDER });
    expect([...(await store.connectionsOf([topic])).values()]).toEqual([['c2']]);
    expect(await store.countMessage('c1', MOST_MESSAGES)).toBe('never-subscribed');
  });

  it('is left out if its event is old, because the pages have polled meanwhile', async () => {
    const { pushLate, repliesTo } = await subscribedWorld();
    await pushLate(STALE_SECONDS + 1, ORDER, 'alice');
    expect(repliesTo('c1')).toEqual([]);
    await pushLate(STALE_SECONDS, ORDER, 'alice');
    expect(repliesTo('c1').map(({ type }) => type)).toEqual(['changed']);
  });

  it('that fails is given up, and the others are pushed', async () => {
    const { subscribe, push, heardBy, behaviour, failures } = liveWorld();
    for (const id of ['c1', 'c2']) await subscribe(id, alice, order);
    behaviour.set('c1', 'broken');
    await push('OrderPaid', ORDER, 'alice');
    expect(heardBy('c2')).toHaveLength(2);
    expect(failures).toHaveLength(1);
  });

  it('runs with at most 25 others at a time', async () => {
    let [running, highest] = [0, 0];
    const time = '2026-03-01T09:00:00.000Z';
    const ids = Array.from({ length: 100 }, (_, n) => `c${n}`);
    const push = pushChange({
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
      now: () => time,
    });
    await push({ type: 'OrderPaid', time, orderId: ORDER, customerId: 'alice' });
    expect(highest).toBe(25);
  });
});
