import { createServer, request, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort } from '../../../../scripts/emulator/free-port.ts';
import { frontDoorServer } from '../../../../scripts/front-door/server.ts';
import { testServers } from '../../../support/listening.ts';

/** The server and the path at which each request arrived, for example `pages /kitchen/`. */
let arrived: string[] = [];
let port: number;

const { listen, closeServers } = testServers();

/** A server that records requests and accepts WebSockets. */
const recorder = (name: string): Server => {
  const server = createServer(({ url }, response) => {
    arrived.push(`${name} ${url}`);
    response.end(name);
  });
  return server.on('upgrade', ({ url }, socket) => {
    arrived.push(`${name} upgrade ${url}`);
    socket.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
  });
};

beforeAll(async () => {
  const endpoint = `http://127.0.0.1:${await listen(recorder('emulator'))}`;
  const pages = `http://127.0.0.1:${await listen(recorder('pages'))}`;
  port = await freePort();
  await listen(frontDoorServer({ port, endpoint, pages, routes: { '/v1': '/api' } }), port);
});
beforeEach(() => {
  arrived = [];
});
afterAll(closeServers);

/** Sends a request. Returns the status of the response, or `closed` if the connection was closed without a response. */
const send = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<number | string> =>
  new Promise((resolve) => {
    request({ host: '127.0.0.1', port, path, headers: { host: `localhost:${port}`, ...headers } })
      .on('response', (response) => resolve(response.resume().statusCode ?? 0))
      .on('upgrade', (response, socket) => {
        socket.destroy();
        resolve(response.statusCode ?? 0);
      })
      .on('error', () => resolve('closed'))
      .end();
  });

const upgrade = { connection: 'Upgrade', upgrade: 'websocket' };

describe('the front door while pages are being changed', () => {
  it('forwards what is not a route to the server of the pages', async () => {
    for (const path of ['/', '/kitchen/', '/@vite/client', '/v1/orders', '/v1/../shop/main.tsx']) {
      expect(await send(path)).toBe(200);
    }
    expect(arrived).toEqual([
      'pages /',
      'pages /kitchen/',
      'pages /@vite/client',
      'emulator /api/orders',
      'pages /shop/main.tsx',
    ]);
    expect(await send('http://127.0.0.1/shop/')).toBe(404);
  });

  it('forwards WebSockets of its own pages, and of programs', async () => {
    expect(await send('/?token=1', { ...upgrade, origin: `http://localhost:${port}` })).toBe(101);
    expect(await send('/', upgrade)).toBe(101);
    expect(arrived).toEqual(['pages upgrade /?token=1', 'pages upgrade /']);
  });

  it.each([
    ['a page of another site', '/', { origin: 'https://evil.example' }, 403],
    ['a foreign host name', '/', { host: 'evil.example' }, 421],
    ['a page that hides its origin', '/', { origin: 'null' }, 403],
    ['the API', '/v1/orders', {}, 404],
  ])('refuses a WebSocket: %s', async (_, path, headers, status) => {
    expect(await send(path, { ...upgrade, ...headers })).toBe(status);
    expect(arrived).toEqual([]);
  });

  it('refuses requests of pages of other sites', async () => {
    expect(await send('/shop/main.tsx', { origin: 'https://evil.example' })).toBe(403);
    expect(await send('/', { host: 'evil.example' })).toBe(421);
    expect(arrived).toEqual([]);
  });
});
