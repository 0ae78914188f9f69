import { describe, expect, it } from '@jest/globals';
import { serviceRoutes } from '../../support/declared-routes.ts';

describe('the routes of the services', () => {
  it('require an idempotency key where a repetition would move money or stock twice', () => {
    const keyed = serviceRoutes.filter(({ idempotencyKey }) => idempotencyKey === 'required');
    expect(keyed.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'POST /payments/{orderId}/refunds',
      'POST /products/{productId}/stock',
    ]);
  });
});
