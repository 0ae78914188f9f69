import { describe, expect, test } from '@jest/globals';
import { ApiError, bodyOf, orderlyClient } from '../../../client/index.ts';

/** A client whose requests all get this response. It records the requests. */
const answered = (status: number, body: unknown, token?: string | (() => string)) => {
  const sent: Request[] = [];
  const client = orderlyClient({
    baseUrl: 'https://shop.test/v1',
    ...(token === undefined ? {} : { token }),
    fetch: async (request) => {
      sent.push(request);
      return Response.json(body, { status });
    },
  });
  return { client, sent };
};

describe('the client', () => {
  test('fills in the path, and sends body, key and token', async () => {
    const { client, sent } = answered(200, { available: 40 }, () => 'fresh');
    const product = await bodyOf(
      client.POST('/products/{productId}/stock', {
        params: { path: { productId: 'bun' }, header: { 'Idempotency-Key': 'once' } },
        body: { change: 40, reason: 'Baked.' },
      }),
    );
    expect(product.available).toBe(40);
    const [request] = sent;
    expect(request?.url).toBe('https://shop.test/v1/products/bun/stock');
    expect(request?.headers.get('idempotency-key')).toBe('once');
    expect(request?.headers.get('authorization')).toBe('Bearer fresh');
    expect(await request?.json()).toEqual({ change: 40, reason: 'Baked.' });
  });

  test('sends no token to public routes of a client without one', async () => {
    const { client, sent } = answered(200, { items: [] });
    await bodyOf(client.GET('/products', { params: { query: { limit: 5 } } }));
    expect(sent[0]?.url).toBe('https://shop.test/v1/products?limit=5');
    expect(sent[0]?.headers.has('authorization')).toBe(false);
  });

  test('throws the problem of an error response', async () => {
    const problem = { code: 'order.not-found', detail: 'There is no such order', status: 404 };
    const { client } = answered(404, problem, 'token');
    const path = { orderId: '5f0c8a52-3a0d-5d1e-9f6e-0c6b0f4b7a11' };
    const failed = bodyOf(client.GET('/orders/{orderId}', { params: { path } }));
    await expect(failed).rejects.toEqual(
      expect.objectContaining({
        status: 404,
        problem,
        message: '404 order.not-found: There is no such order',
      }),
    );
    await expect(failed).rejects.toBeInstanceOf(ApiError);
  });

  test('throws an error response that is no problem, too', async () => {
    const { client } = answered(502, { message: 'Bad gateway' });
    await expect(bodyOf(client.GET('/health'))).rejects.toMatchObject({ status: 502, problem: undefined });
  });
});
