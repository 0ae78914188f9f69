import { describe, expect, it } from '@jest/globals';
import { serviceRoutes } from '../../support/declared-routes.ts';

describe('the routes of the services', () => {
  it('are open to these callers, and to no others', () => {
    const access = serviceRoutes.map(({ method, path, auth }) => `${auth} ${method} ${path}`);
    expect(access.sort()).toEqual([
      'admin DELETE /customers/{customerId}',
      'admin DELETE /partners/{partnerId}/keys/{keyId}',
      'admin GET /customers/{customerId}/export',
      'admin GET /ops/dead-letters',
      'admin GET /ops/status',
      'admin GET /partners',
      'admin POST /ops/dead-letters/{queue}/redrive',
      'admin POST /payments/{orderId}/refunds',
      'admin POST /products/{productId}/stock',
      'admin PUT /partners/{partnerId}/keys/{keyId}',
      'admin PUT /products/{productId}',
      'customer DELETE /me',
      'customer GET /me/contact',
      'customer GET /me/export',
      'customer GET /me/notifications',
      'customer GET /orders',
      'customer GET /orders/{orderId}',
      'customer GET /payments/{orderId}',
      'customer POST /me/contact/{channel}/codes',
      'customer POST /me/contact/{channel}/verifications',
      'customer POST /orders',
      'customer POST /orders/{orderId}/cancel',
      'customer PUT /me/contact',
      'public ANY /{proxy+}',
      'public GET /docs',
      'public GET /docs/{file+}',
      'public GET /health',
      'public GET /openapi.json',
      'public GET /products',
      'public GET /products/{productId}',
      'public POST /webhooks/payments',
      'staff GET /fulfilment/tickets',
      'staff POST /fulfilment/tickets/{orderId}/complete',
      'staff POST /fulfilment/tickets/{orderId}/ready',
      'staff POST /fulfilment/tickets/{orderId}/start',
    ]);
  });

  it('accept signatures of partners where a till or a marketplace needs them, and nowhere else', () => {
    const signed = serviceRoutes.filter((route) => route.signed);
    expect(signed.map(({ auth, method, path }) => `${auth} ${method} ${path}`).sort()).toEqual([
      'customer GET /orders',
      'customer GET /orders/{orderId}',
      'customer POST /orders',
      'customer POST /orders/{orderId}/cancel',
    ]);
  });

  it('require an idempotency key where a repetition would move money or stock twice', () => {
    const keyed = serviceRoutes.filter(({ idempotencyKey }) => idempotencyKey === 'required');
    expect(keyed.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'POST /payments/{orderId}/refunds',
      'POST /products/{productId}/stock',
    ]);
  });
});
