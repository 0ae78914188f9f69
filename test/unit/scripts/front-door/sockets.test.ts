import { once } from 'node:events';
import { createServer, request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort } from '../../../../scripts/emulator/free-port.ts';
import { frontDoorServer } from '../../../../scripts/front-door/server.ts';
import { testServers } from '../../../support/listening.ts';

const TARGET = '/_aws/execute-api/sockets/v1';
let upgraded: { readonly path: string | undefined; readonly headers: IncomingHttpHeaders }[] = [];
let port: number;

const { listen, closeServers } = testServers();

beforeAll(async () => {
  const isWebSocket = (headers: IncomingHttpHeaders) => headers.upgrade === 'websocket';
  const settings = { shouldUpgradeCallback: (asked: IncomingMessage) => isWebSocket(asked.headers) };
  const emulator = createServer(settings, (_request, response) => response.end('done'));
  emulator.on('upgrade', ({ url, headers }, socket) => {
    upgraded.push({ path: url, headers });
    socket.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
  });
  const endpoint = `http://127.0.0.1:${await listen(emulator)}`;
  port = await freePort();
  const options = {
    port,
    endpoint,
    routes: { '/v1': '/_aws/execute-api/abc/v1' },
    sockets: { '/live': TARGET },
  };
  await listen(frontDoorServer(options), port);
});
beforeEach(() => {
  upgraded = [];
});
afterAll(closeServers);

/** Asks for a WebSocket, or for another protocol. Returns the status of the response. */
const upgrade = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const outgoing = request({
      host: '127.0.0.1',
      port,
      path,
      headers: {
        host: `localhost:${port}`,
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        'sec-websocket-version': '13',
        ...headers,
      },
    });
    outgoing.once('upgrade', ({ statusCode }, socket) => {
      socket.destroy();
      resolve(statusCode);
    });
    outgoing.once('response', (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    outgoing.once('error', reject);
    outgoing.end();
  });

describe('a WebSocket through the front door', () => {
  it('reaches the WebSocket API with its query, and without what the client claims about its way', async () => {
    const headers = { origin: `http://localhost:${port}`, 'x-forwarded-for': '8.8.8.8' };
    expect(await upgrade('/live?ticket=abc', headers)).toBe(101);
    expect(upgraded.map(({ path }) => path)).toEqual([`${TARGET}?ticket=abc`]);
    expect(upgraded[0]?.headers['x-forwarded-for']).not.toContain('8.8.8.8');
  });

  it.each([
    ['a page of another site', '/live', { origin: 'https://evil.example' }, 403],
    ['another host name', '/live', { host: 'evil.example' }, 421],
    ['a path below it, such as that of the management API', '/live/@connections/c1', {}, 404],
    ['a path of the HTTP API', '/v1/orders', {}, 404],
    ['the name of a property of all objects', '/constructor', {}, 404],
  ])('is refused for %s', async (_what, path, headers, status) => {
    expect(await upgrade(path, headers)).toBe(status);
    expect(upgraded).toEqual([]);
  });

  it('that is refused does not end the front door if the page resets the connection', async () => {
    const resets = Array.from({ length: 20 }, async () => {
      const socket = connect({ host: '127.0.0.1', port });
      await once(socket, 'connect');
      socket.write('GET /x HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
      socket.resetAndDestroy();
      await once(socket, 'close');
    });
    await Promise.all(resets);
    expect(await upgrade('/x')).toBe(404);
  });

  it('is not what a client asks for that offers HTTP/2', async () => {
    expect(await upgrade('/v1/products', { upgrade: 'h2c' })).toBe(200);
  });

  it('is the only use of its path: other requests do not reach the WebSocket API', async () => {
    expect(await upgrade('/live', { connection: 'close', upgrade: '' })).toBe(404);
  });
});
