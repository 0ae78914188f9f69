import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { apiClient } from '../../../../scripts/tour/api-client.ts';

/** An API that responds with these statuses, one after another, and then with 200. It records the requests. */
const busyApi = async (...statuses: number[]) => {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const status = statuses.shift() ?? 200;
    const body = status === 422 ? '{ "code": "chair.sold", "detail": "It is sold" }' : '{}';
    response.writeHead(status, { 'retry-after': '0' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close = () => new Promise((resolve) => server.close(() => resolve()));
  return { api: apiClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), requests };
};

let close = (): Promise<void> => Promise.resolve();
afterEach(() => close());

describe('a request while the API is busy', () => {
  test('is repeated if it is idempotent by its method or by its key', async () => {
    const { api, requests } = await busyApi(503, 200, 503, 503, 200, 503);
    await api.get('/a');
    await api.put('/b', {});
    await api.post('/c', {}, { 'idempotency-key': 'once' });
    expect(requests).toEqual(['GET /a', 'GET /a', 'PUT /b', 'PUT /b', 'PUT /b', 'POST /c', 'POST /c']);
  });

  test('is sent once if it might have an effect twice', async () => {
    const { api, requests } = await busyApi(503);
    await expect(api.post('/c', {})).rejects.toThrow('POST /c failed with 503');
    expect(requests).toEqual(['POST /c']);
  });

  test('is given up after ten times', async () => {
    const { api, requests } = await busyApi(...Array.from({ length: 20 }, () => 503));
    await expect(api.get('/a')).rejects.toThrow('GET /a failed with 503');
    expect(requests).toHaveLength(10);
  });

  test('ends with the code of the error, for callers who can do something about it', async () => {
    const { api } = await busyApi(422);
    await expect(api.put('/b', {})).rejects.toMatchObject({
      code: 'chair.sold',
      message: 'PUT /b failed with 422: chair.sold It is sold',
    });
  });

  test('is not repeated after an error of the client', async () => {
    const { api, requests } = await busyApi(409);
    await expect(api.put('/b', {})).rejects.toThrow('PUT /b failed with 409');
    expect(requests).toHaveLength(1);
  });
});
