import { describe, expect, it } from '@jest/globals';
import { without } from '../../../../shared/kernel/aggregate.ts';

const order = { status: 'PAID', orderId: 'o-1', note: 'no sugar', paidAt: '09:00' };

describe('a state without some fields', () => {
  it('loses these, and keeps all others', () => {
    expect(without(order, ['note', 'paidAt'])).toEqual({ status: 'PAID', orderId: 'o-1' });
  });

  it('keeps fields that were added to the state later', () => {
    expect(without({ ...order, colour: 'blue' }, ['note'])).toMatchObject({
      colour: 'blue',
      paidAt: '09:00',
    });
  });

  it('is the same state when none of the fields is there', () => {
    const { note: _, ...plain } = order;
    expect(without(plain as typeof order, ['note'])).toEqual(plain);
    expect(without(order, [])).toEqual(order);
  });

  it('is a new object: the state itself does not change', () => {
    const before = structuredClone(order);
    const after = without(order, []);
    expect(after).not.toBe(order);
    without(order, ['note']);
    expect(order).toEqual(before);
  });

  it('does not have the key of a dropped field at all, also when its value was undefined', () => {
    const state = { status: 'PAID', note: undefined, link: undefined };
    expect(Object.keys(without(state, ['note']))).toEqual(['status', 'link']);
  });
});
