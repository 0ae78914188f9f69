import {
  Agent,
  createServer,
  STATUS_CODES,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import type { Duplex } from 'node:stream';
import { createProxyServer } from 'http-proxy-3';

/** What the front door serves, and from where. */
export type FrontDoorOptions = {
  /** The port that clients use. It is part of the allowed `Host` and `Origin` headers. */
  port: number;
  /** The emulator's address. */
  endpoint: string;
  /** The emulator's certificate (PEM), if it uses TLS. */
  certificate?: string;
  /**
   * First segments of paths, and the path on the emulator to which each segment is mapped: `{ '/v1': '/_aws/…/v1' }`.
   * The key `''`, which must be the last one, is for all other paths.
   */
  routes: Readonly<Record<string, string>>;
  /** The address of Vite's server (`npm run dev`), if there is one. That server gets all requests without a route. */
  pages?: string | undefined;
  /** Addresses that people type from memory, and where each one leads: `{ '/docs': '/v1/docs/index.html' }`. */
  redirects?: Readonly<Record<string, string>> | undefined;
  /** Paths of WebSockets, each with its path on the emulator. Only requests for a WebSocket use these paths. */
  sockets?: Readonly<Record<string, string>> | undefined;
  /** The origins whose pages may call the API, for example `http://localhost:5173`. Default: none. */
  allowedOrigins?: readonly string[] | undefined;
  /** Receives a line for each request to which the emulator, or Vite's server, did not respond. */
  log?: (line: string) => void;
};

/**
 * The most bytes that the request line and the headers of a request may have together. With Node's default of 16 KiB,
 * the front door would refuse some requests that the API itself answers.
 */
const MAX_HEADER_BYTES = 64 * 1024;

/** How long the emulator may take to answer, in milliseconds. Longer than the timeout of each function of the APIs. */
const PATIENCE_MS = 60_000;

/** Why a request is not forwarded. */
type Refusal = { status: number; code: string; detail: string };

const noAnswer: Refusal = {
  status: 502,
  code: 'front-door.no-answer',
  detail: 'The emulator does not answer. Restart Orderly: npm stop, then npm start',
};

const noPages: Refusal = {
  status: 502,
  code: 'front-door.no-pages',
  detail: 'The server of the pages does not answer. Restart Orderly: npm stop, then npm run dev',
};

/** Answers with problem details (RFC 9457). */
const refuse = (response: ServerResponse, { status, code, detail }: Refusal): void => {
  const body = { type: `urn:orderly:problem:${code}`, title: STATUS_CODES[status], status, detail, code };
  response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(body));
};

/**
 * Answers a request for a WebSocket that is not forwarded, and closes the connection. The page may have closed the
 * connection already. Node has removed its own listeners from the socket, so without a listener here, an error would
 * end this process.
 */
const refuseSocket = (socket: Duplex, { status, code }: Refusal): void => {
  socket.on('error', () => socket.destroy());
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: text/plain`;
  socket.end(`${head}\r\nContent-Length: ${code.length}\r\n\r\n${code}`, () => socket.destroy());
};

/**
 * Returns the path on the emulator for the path of a request, or undefined if there is none. The WHATWG parser resolves
 * `..` and `%2e%2e`, so a path cannot leave its route.
 */
export const pathOnEmulator = (
  routes: FrontDoorOptions['routes'],
  requested: string | undefined,
): string | undefined => {
  const url = requested?.startsWith('/') ? URL.parse(`http://localhost${requested}`) : null;
  if (url === null) return undefined;
  for (const [prefix, target] of Object.entries(routes)) {
    const rest = url.pathname.slice(prefix.length);
    if (url.pathname.startsWith(prefix) && (rest === '' || rest.startsWith('/'))) {
      return `${target}${rest}${url.search}`;
    }
  }
  return undefined;
};

/** Returns where a typed address leads. The address may have a slash at its end. */
const redirectOf = (
  redirects: NonNullable<FrontDoorOptions['redirects']>,
  requested: string | undefined,
): string | undefined => {
  const path = requested?.replace(/\/?(\?.*)?$/, '') ?? '';
  return Object.hasOwn(redirects, path) ? redirects[path] : undefined;
};

/** Headers with which a client could pretend to be another client, or to have used another host or protocol. */
const isForwardingHeader = (name: string): boolean => name === 'forwarded' || name.startsWith('x-forwarded-');

/**
 * True if the proxy would forward a body without its length, because it removes `Transfer-Encoding` from DELETE and
 * OPTIONS requests. The emulator would treat the body as a second request, which could be for any path (RFC 9112,
 * section 11.2).
 */
const couldSmuggle = (method: string | undefined, headers: IncomingHttpHeaders): boolean =>
  (method === 'DELETE' || method === 'OPTIONS') && headers['transfer-encoding'] !== undefined;

/** Returns why a request must be refused, or undefined. Any page in a browser on this machine can send requests. */
const refusalOf = (
  { port, allowedOrigins = [] }: Pick<FrontDoorOptions, 'port' | 'allowedOrigins'>,
  { method, headers }: IncomingMessage,
): Refusal | undefined => {
  if (couldSmuggle(method, headers)) {
    return {
      status: 411,
      code: 'front-door.no-length',
      detail: `Send ${method} with a Content-Length, or without a body`,
    };
  }
  const ours = ['localhost', '127.0.0.1', '[::1]'].map((name) => new URL(`http://${name}:${port}`));
  // A page could point its own host name to this machine (DNS rebinding).
  if (!ours.some(({ host }) => host === headers.host?.toLowerCase())) {
    return { status: 421, code: 'front-door.foreign-host', detail: `Use the address ${ours[0]?.origin}` };
  }
  // A request without `Origin` is accepted, because browsers send `Origin` with every request that could change
  // something.
  const { origin: from, 'sec-fetch-site': site } = headers;
  if (from === undefined || [...ours.map(({ origin }) => origin), ...allowedOrigins].includes(from)) {
    return undefined;
  }
  // Forms on our own pages send `Origin: null`, because these pages have the referrer policy `no-referrer` (Fetch
  // standard). Pages of other sites cannot fake the header `Sec-Fetch-Site`.
  if (from === 'null' && site === 'same-origin') return undefined;
  return {
    status: 403,
    code: 'front-door.foreign-origin',
    detail: 'Pages of other sites may not use this address',
  };
};

/** Forwards requests and WebSockets to Vite's server, which serves pages from their sources. */
const pagesProxy = (target: string, log: FrontDoorOptions['log']) => {
  const proxy = createProxyServer({ target, ws: true, agent: new Agent({ keepAlive: true }) });
  proxy.on('error', (error, _request, response) => {
    log?.(error.message);
    if ('writeHead' in response && !response.headersSent) refuse(response, noPages);
    else response.destroy();
  });
  return proxy;
};

/**
 * Creates the HTTP server through which people reach the APIs on an emulator. To the emulator, it forwards only the
 * routes and the WebSockets. So it leads neither to the emulated APIs of AWS nor to the emulator's own API
 * (docs/adr/0035-iam-on-the-emulator.md).
 */
export const frontDoorServer = (options: FrontDoorOptions): Server => {
  const { endpoint, certificate, routes, redirects = {}, sockets = {}, allowedOrigins = [], log } = options;
  // Without kept connections, each request would need a TLS handshake.
  const keepAlive = { keepAlive: true };
  const proxy = createProxyServer({
    target: endpoint,
    agent: certificate === undefined ? new Agent(keepAlive) : new TlsAgent({ ...keepAlive, ca: certificate }),
    changeOrigin: true,
    xfwd: true,
    proxyTimeout: PATIENCE_MS,
  });
  proxy.on('error', (error, _request, response) => {
    log?.(error.message);
    if ('writeHead' in response && !response.headersSent) refuse(response, noAnswer);
    else response.destroy();
  });
  proxy.on('proxyRes', ({ headers }) => {
    // CORS headers of the API's functions allow one origin, and are kept. The emulator's own CORS headers would allow
    // every origin, so they are removed.
    if (allowedOrigins.includes(headers['access-control-allow-origin'] ?? '')) return;
    for (const name of Object.keys(headers)) if (name.startsWith('access-control-')) delete headers[name];
  });

  const pages = options.pages === undefined ? undefined : pagesProxy(options.pages, log);
  const nowhere = {
    status: 404,
    code: 'front-door.not-found',
    detail: `Use ${Object.keys(routes).join(' or ')}`,
  };
  const removeForwarding = ({ headers }: IncomingMessage): void => {
    for (const name of Object.keys(headers)) if (isForwardingHeader(name)) delete headers[name];
  };
  /** True if Vite's server gets the request, because no route matches. */
  const isPage = (request: IncomingMessage): boolean =>
    pages !== undefined &&
    pathOnEmulator(routes, request.url) === undefined &&
    request.url?.startsWith('/') === true;
  const settings = {
    maxHeaderSize: MAX_HEADER_BYTES,
    // Without this callback, requests that offer HTTP/2 (`Upgrade: h2c`) would count as requests for a WebSocket.
    shouldUpgradeCallback: ({ headers }: IncomingMessage) => headers.upgrade?.toLowerCase() === 'websocket',
  };
  const server = createServer(settings, (request, response) => {
    const path = pathOnEmulator(routes, request.url);
    const toPages = isPage(request);
    const refusal = refusalOf(options, request) ?? (path === undefined && !toPages ? nowhere : undefined);
    if (refusal !== undefined) {
      refuse(response, refusal);
      return;
    }
    const location = redirectOf(redirects, request.url);
    if (location !== undefined) {
      response.writeHead(303, { location }).end();
      return;
    }
    removeForwarding(request);
    if (toPages) {
      pages?.web(request, response);
      return;
    }
    request.url = path;
    proxy.web(request, response);
  });
  // Browsers let pages of any origin open a WebSocket, but send `Origin` with the request, and `refusalOf` checks it.
  return server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const [requested = '', query] = (request.url ?? '').split('?', 2);
    const path = Object.hasOwn(sockets, requested) ? sockets[requested] : undefined;
    const toPages = path === undefined && isPage(request);
    const refusal = refusalOf(options, request) ?? (path === undefined && !toPages ? nowhere : undefined);
    if (refusal !== undefined) {
      refuseSocket(socket, refusal);
      return;
    }
    removeForwarding(request);
    if (toPages) {
      pages?.ws(request, socket, head);
      return;
    }
    request.url = query === undefined ? path : `${path}?${query}`;
    proxy.ws(request, socket, head);
  });
};
