import { describe, expect, it } from '@jest/globals';
import { personOf } from '../../../../functions/live/domain/topics.ts';
import { alice, bob, codeOf, kim, liveWorld, ORDER, OTHER, root } from '../../../support/live-world.ts';

describe('a subscription to an order', () => {
  it('hears of the order of its customer, but not of other orders', async () => {
    const { subscribe, push, heardBy } = liveWorld();
    await subscribe('c1', alice, { to: 'order', orderId: ORDER });
    await push('OrderPaid', ORDER, 'alice');
    await push('OrderPaid', OTHER, 'alice');
    expect(heardBy('c1')).toEqual([
      { type: 'subscribed', to: 'order', orderId: ORDER },
      { type: 'changed', to: 'order', orderId: ORDER },
    ]);
  });

  it('hears nothing of the order of another customer', async () => {
    const { subscribe, push, heardBy } = liveWorld();
    await subscribe('c1', bob, { to: 'order', orderId: ORDER });
    await push('OrderPaid', ORDER, 'alice');
    expect(heardBy('c1')).toEqual([{ type: 'subscribed', to: 'order', orderId: ORDER }]);
  });

  it.each([kim, root])('hears of any order if it is of staff: $id', async (caller) => {
    const { subscribe, push, heardBy } = liveWorld();
    await subscribe('c1', caller, { to: 'order', orderId: ORDER.toUpperCase() });
    await push('OrderPaid', ORDER, 'alice');
    expect(heardBy('c1').at(-1)).toEqual({ type: 'changed', to: 'order', orderId: ORDER });
  });

  it('cannot be made to hear of others by a customer whose id looks like the hash of another', async () => {
    const { subscribe, push, heardBy } = liveWorld();
    const subject = { to: 'order', orderId: ORDER };
    await subscribe('c1', { id: personOf('alice'), roles: [] }, subject);
    await subscribe('c2', { id: 'staff', roles: [] }, subject);
    await push('OrderPaid', ORDER, 'alice');
    expect([...heardBy('c1'), ...heardBy('c2')].filter(({ type }) => type === 'changed')).toEqual([]);
  });
});

describe.each(['kitchen', 'operations'] as const)('a subscription to the %s', (to) => {
  it('is for staff alone', async () => {
    const { subscribe, push, heardBy } = liveWorld();
    await subscribe('c1', alice, { to });
    await subscribe('c2', kim, { to });
    await subscribe('c3', root, { to });
    await push('OrderPaid', ORDER, 'alice');
    expect(codeOf(heardBy('c1').at(0))).toBe('live.role-missing');
    expect(heardBy('c1')).toHaveLength(1);
    for (const id of ['c2', 'c3']) expect(heardBy(id).at(-1)).toEqual({ type: 'changed', to });
  });

  it('hears of the orders of all customers', async () => {
    const { subscribe, push, heardBy } = liveWorld();
    await subscribe('c1', kim, { to });
    await push('OrderPaid', ORDER, 'alice');
    await push('OrderPaid', OTHER, 'bob');
    expect(heardBy('c1').filter(({ type }) => type === 'changed')).toEqual([
      { type: 'changed', to },
      { type: 'changed', to },
    ]);
  });
});

describe('the kitchen', () => {
  it.each(['PaymentLinkCreated', 'PaymentFailed', 'OrderExpired', 'OrderRejected', 'RefundCompleted'])(
    'does not hear of %s, which changes nothing on its board',
    async (type) => {
      const { subscribe, push, heardBy } = liveWorld();
      await subscribe('c1', kim, { to: 'kitchen' });
      await push(type, ORDER, 'alice');
      expect(heardBy('c1')).toHaveLength(1);
    },
  );
});
