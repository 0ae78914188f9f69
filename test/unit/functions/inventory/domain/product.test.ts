import { describe, expect, it } from '@jest/globals';
import {
  addProduct,
  evolveProduct,
  reviseProduct,
  viewOf,
} from '../../../../../functions/inventory/domain/product.ts';
import { details, product } from '../../../../support/inventory.ts';

describe('a product', () => {
  it('begins with revision 1', () => {
    expect(addProduct('bun', details())).toEqual({ type: 'ProductChanged', product: product() });
  });

  it('that is put again without a change has no event', () => {
    const full = { description: 'Soft', imageUrl: 'https://shop.example/bun.jpg' };
    expect(reviseProduct(details(full))(product(full))).toEqual({ outcome: 'accepted', events: [] });
  });

  it.each([
    { name: 'Bun' },
    { description: 'Soft' },
    { imageUrl: 'https://shop.example/bun.jpg' },
    { unitAmount: 341 },
    { currency: 'CHF' },
    { active: false },
  ])('that is put with %j gets the next revision', (other) => {
    const decision = reviseProduct(details(other))(product({ revision: 4 }));
    expect(decision).toEqual({
      outcome: 'accepted',
      events: [{ type: 'ProductChanged', product: product({ ...other, revision: 5 }) }],
    });
  });

  it('loses a field that is omitted', () => {
    const decision = reviseProduct(details())(product({ description: 'Soft' }));
    const next =
      decision.outcome === 'accepted' ? decision.events.reduce(evolveProduct, product()) : undefined;
    expect(next).toEqual(product({ revision: 2 }));
  });

  it('is shown with its available units and without its revision', () => {
    expect(viewOf(product({ revision: 7 }), 3)).toEqual({
      productId: 'bun',
      name: 'Cardamom bun',
      unitAmount: 340,
      currency: 'EUR',
      active: true,
      available: 3,
    });
  });
});
