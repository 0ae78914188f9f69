import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { shortRedirects } from '../../../../infra/short-addresses.ts';
import { frontDoorServer, pathOnEmulator } from '../../../../scripts/front-door/server.ts';

describe('a route without a prefix', () => {
  const withShop = { '/v1': '/_aws/execute-api/abc/v1', '': '/_aws/execute-api/abc/v1/app' };

  it.each([
    ['/', '/_aws/execute-api/abc/v1/app/'],
    ['/orders/1?code=2', '/_aws/execute-api/abc/v1/app/orders/1?code=2'],
    ['/v1/orders', '/_aws/execute-api/abc/v1/orders'],
    ['/v10', '/_aws/execute-api/abc/v1/app/v10'],
    ['/_ministack/reset', '/_aws/execute-api/abc/v1/app/_ministack/reset'],
    ['/../../../../_ministack/reset', '/_aws/execute-api/abc/v1/app/_ministack/reset'],
    [String.raw`/..\%2e%2e/_ministack/reset`, '/_aws/execute-api/abc/v1/app/_ministack/reset'],
  ])('gets all other paths, and lets none out: %s', (path, onEmulator) => {
    expect(pathOnEmulator(withShop, path)).toBe(onEmulator);
  });
});

describe('the address of the documentation without the prefix of the API', () => {
  /** Sends a request to a front door (the local server in front of the emulator) whose emulator does not respond. */
  const ask = async (path: string, host = 'localhost:4567'): Promise<IncomingMessage> => {
    const routes = { '/v1': '/_aws/execute-api/abc/v1', '': '/_aws/execute-api/abc/v1/app' };
    const endpoint = 'http://127.0.0.1:1';
    const server = frontDoorServer({ port: 4567, endpoint, routes, redirects: shortRedirects });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const [answer] = (await once(
      get({ host: '127.0.0.1', port, path, headers: { host }, agent: false }),
      'response',
    )) as [IncomingMessage];
    answer.resume();
    server.close();
    return answer;
  };

  it.each(['/docs', '/docs/', '/docs?from=memory'])('%s leads to its first page', async (path) => {
    const { statusCode, headers } = await ask(path);
    expect([statusCode, headers.location]).toEqual([303, '/v1/docs/index.html']);
  });

  it.each(['/v1/docs', '/docs/x', '/document', '/constructor', '/'])('%s does not', async (path) => {
    expect((await ask(path)).statusCode).toBe(502);
  });

  it('leads nowhere under the name of another host', async () => {
    expect((await ask('/docs', 'evil.example')).statusCode).toBe(421);
  });
});
