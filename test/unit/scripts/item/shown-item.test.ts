import { describe, expect, it } from '@jest/globals';
import { isShown, itemKey, shownItem } from '../../../../scripts/item/shown-item.ts';
import { packedItem } from '../../../../shared/persistence/item-forms.ts';

describe('the key of an item', () => {
  it('is of the kind that the service is about, unless it names one', () => {
    expect(itemKey('orders', '0195')).toBe('order#0195');
    expect(itemKey('fulfilment', '0195')).toBe('ticket#0195');
    expect(itemKey('inventory', 'stock#bun')).toBe('stock#bun');
  });

  it('is of no service that holds personal data, or is none', () => {
    expect(['orders', 'notifications', 'toString', ''].filter(isShown)).toEqual(['orders']);
  });
});

describe('an item for people', () => {
  it('shows state and outbox of a packed one, and none of its bytes', () => {
    const outbox = [{ id: 'OrderPaid:1', type: 'OrderPaid', data: {} }];
    const state = { status: 'PAID', history: [{ status: 'PENDING' }] };
    const item = packedItem({ pk: 'order#1', version: 2, state, outbox }, { placedKey: 'k' });
    expect(JSON.parse(shownItem(item))).toEqual({
      pk: 'order#1',
      version: 2,
      status: 'PAID',
      placedKey: 'k',
      events: 1,
      state,
      outbox,
    });
  });

  it('begins with its key, in whatever order DynamoDB answers', () => {
    expect(Object.keys(JSON.parse(shownItem({ name: 'Bun', pk: 'price#bun' })) as object)).toEqual([
      'pk',
      'name',
    ]);
  });

  it('shows a plain one as it is, with sets as lists and bytes in base64', () => {
    const item = {
      pk: 'stock#bun',
      version: 3,
      available: 5,
      open: new Set(['b1']),
      lines: Buffer.from('x'),
    };
    expect(JSON.parse(shownItem(item))).toEqual({ ...item, open: ['b1'], lines: 'eA==' });
  });
});
