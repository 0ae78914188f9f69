import { describe, expect, it } from '@jest/globals';
import { MOST_TICKETS } from '../../../../functions/live/domain/limits.ts';
import { personOf } from '../../../../functions/live/domain/topics.ts';
import { alice, bob, codeOf, kim, liveWorld, ORDER, OTHER, root } from '../../../support/live-world.ts';

describe('a ticket', () => {
  it('opens a connection within 30 seconds, once', async () => {
    const { issue, open, pass } = liveWorld();
    const first = await issue(alice);
    const late = await issue(alice);
    expect(first.expiresAt).toBe('2026-03-01T09:00:30.000Z');
    pass(29);
    expect(await open('c1', first.ticket)).toBe(true);
    expect(await open('c2', first.ticket)).toBe(false);
    pass(1);
    expect(await open('c3', late.ticket)).toBe(false);
  });

  it.each([undefined, '', 'short', `${'t'.repeat(42)}!`, 't'.repeat(44)])('cannot be %p', async (ticket) => {
    const { open } = liveWorld();
    expect(await open('c1', ticket)).toBe(false);
  });

  it('is refused to a person who has taken too many within the hour, and to nobody else', async () => {
    const { issue, pass } = liveWorld();
    for (let n = 0; n < MOST_TICKETS; n += 1) await issue(alice);
    pass(600);
    await expect(issue(alice)).rejects.toMatchObject({
      kind: 'too-many',
      code: 'live.too-many-tickets',
      retryAfter: 3000,
    });
    await issue(bob);
    pass(3000);
    await issue(alice);
  });
});

describe('a subscription to an order', () => {
  it('hears of the order of its customer, but not of other orders', async () => {
    const { connected, say, push, heardBy } = liveWorld();
    await connected('c1', alice);
    await say('c1', { action: 'subscribe', to: 'order', orderId: ORDER });
    await push(['OrderPaid', ORDER, 'alice'], ['OrderPaid', OTHER, 'alice']);
    expect(heardBy('c1')).toEqual([
      { type: 'subscribed', to: 'order', orderId: ORDER },
      { type: 'changed', to: 'order', orderId: ORDER },
    ]);
  });

  it('hears nothing of the order of another customer', async () => {
    const { connected, say, push, heardBy } = liveWorld();
    await connected('c1', bob);
    await say('c1', { action: 'subscribe', to: 'order', orderId: ORDER });
    await push(['OrderPaid', ORDER, 'alice']);
    expect(heardBy('c1')).toEqual([{ type: 'subscribed', to: 'order', orderId: ORDER }]);
  });

  it.each([kim, root])('hears of any order if it is of staff: $id', async (caller) => {
    const { connected, say, push, heardBy } = liveWorld();
    await connected('c1', caller);
    await say('c1', { action: 'subscribe', to: 'order', orderId: ORDER.toUpperCase() });
    await push(['OrderPaid', ORDER, 'alice']);
    expect(heardBy('c1').at(-1)).toEqual({ type: 'changed', to: 'order', orderId: ORDER });
  });

  it('cannot be made to hear of others by a customer whose id looks like the hash of another', async () => {
    const { connected, say, push, heardBy } = liveWorld();
    await connected('c1', { id: personOf('alice'), roles: [] });
    await connected('c2', { id: 'staff', roles: [] });
    for (const id of ['c1', 'c2']) await say(id, { action: 'subscribe', to: 'order', orderId: ORDER });
    await push(['OrderPaid', ORDER, 'alice']);
    expect([...heardBy('c1'), ...heardBy('c2')].filter(({ type }) => type === 'changed')).toEqual([]);
  });
});

describe.each(['kitchen', 'operations'] as const)('a subscription to the %s', (to) => {
  it('is for staff alone', async () => {
    const { connected, say, push, heardBy } = liveWorld();
    await connected('c1', alice);
    await connected('c2', kim);
    await connected('c3', root);
    for (const id of ['c1', 'c2', 'c3']) await say(id, { action: 'subscribe', to });
    await push(['OrderPaid', ORDER, 'alice']);
    expect(codeOf(heardBy('c1').at(0))).toBe('live.role-missing');
    expect(heardBy('c1')).toHaveLength(1);
    for (const id of ['c2', 'c3']) expect(heardBy(id).at(-1)).toEqual({ type: 'changed', to });
  });

  it('hears of all orders of a batch at once', async () => {
    const { connected, say, push, heardBy } = liveWorld();
    await connected('c1', kim);
    await say('c1', { action: 'subscribe', to });
    await push(
      ['OrderPaid', ORDER, 'alice'],
      ['OrderPaid', OTHER, 'bob'],
      ['OrderCancelled', ORDER, 'alice'],
    );
    expect(heardBy('c1').filter(({ type }) => type === 'changed')).toEqual([{ type: 'changed', to }]);
  });
});

describe('the kitchen', () => {
  it.each(['PaymentLinkCreated', 'PaymentFailed', 'OrderExpired', 'OrderRejected', 'RefundCompleted'])(
    'does not hear of %s, which changes nothing on its board',
    async (type) => {
      const { connected, say, push, heardBy } = liveWorld();
      await connected('c1', kim);
      await say('c1', { action: 'subscribe', to: 'kitchen' });
      await push([type, ORDER, 'alice']);
      expect(heardBy('c1')).toHaveLength(1);
    },
  );
});
