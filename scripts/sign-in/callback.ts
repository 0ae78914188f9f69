import { createServer, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { Problem } from '../console/problem.ts';

/** The default port to which the browser returns. Cognito accepts only addresses that are registered with it. */
export const DEFAULT_PORT = 8976;

/** The address to which the browser returns (RFC 8252, section 7.3). */
export const callbackUrl = (port: number): string => `http://localhost:${port}/callback`;

/** Waits for the browser to return from the identity provider. */
export type Callback = {
  /**
   * Calls `complete` with the address to which the browser returned, and resolves with the result of `complete`. The
   * browser shows whether the sign-in succeeded.
   * @throws any error that `complete` throws
   * @throws Problem if the browser does not return in time
   */
  received: <T>(complete: (url: URL) => Promise<T>, timeoutMs: number) => Promise<T>;
  close: () => void;
};

const show = (response: ServerResponse, status: number, title: string, text: string): void => {
  response
    .writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cache-control': 'no-store',
      connection: 'close',
    })
    .end(
      `<!doctype html>\n<html lang="en"><head><meta name="color-scheme" content="light dark"><title>${title}</title></head>` +
        `<body><main><h1>${title}</h1><p>${text}</p></main></body></html>\n`,
    );
};

/**
 * Listens on one loopback address.
 * @returns false if the machine lacks this address
 * @throws Problem if the port is taken
 */
const listen = async (server: Server, host: string, port: number): Promise<boolean> => {
  try {
    await once(server.listen({ port, host, ipv6Only: host === '::1' }), 'listening');
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (host === '::1' && code !== 'EADDRINUSE') return false;
    throw new Problem(
      `Port ${port} is taken (${code}), so the browser could not return to this command. End the program that uses ` +
        `the port, or choose another port with --port. A stage on AWS must then allow the address ` +
        `http://localhost:<port>/callback (docs/deployment.md, "A token for a stage on AWS").`,
    );
  }
};

/**
 * Listens on the loopback interface for the browser's return.
 * @throws Problem if the port is taken
 */
export const awaitCallback = async (port: number): Promise<Callback> => {
  let arrived: (visit: { url: URL; response: ServerResponse }) => void = () => {};
  const visit = new Promise<{ url: URL; response: ServerResponse }>((resolve) => {
    arrived = resolve;
  });
  const servers = ['127.0.0.1', '::1'].map((host) => ({ host, server: createServer() }));
  const close = (): void => {
    for (const { server } of servers) {
      server.close();
      server.closeAllConnections();
    }
  };
  for (const { server } of servers) {
    server.on('request', (request, response) => {
      const url = URL.parse(request.url ?? '', callbackUrl(port));
      if (request.method === 'GET' && url?.pathname === '/callback') arrived({ url, response });
      else show(response, 404, 'Not found', 'This address only waits for the end of a sign-in.');
    });
  }
  try {
    for (const { host, server } of servers) await listen(server, host, port);
  } catch (error) {
    close();
    throw error;
  }

  const received: Callback['received'] = async (complete, timeoutMs) => {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      const minutes = Math.max(1, Math.round(timeoutMs / 60_000));
      const problem = new Problem(
        `Nobody signed in within ${minutes} minutes. Was the page closed? Run the command again.`,
      );
      timer = setTimeout(() => reject(problem), timeoutMs);
    });
    const { url, response } = await Promise.race([visit, tooLate]).finally(() => clearTimeout(timer));
    try {
      const result = await complete(url);
      show(response, 200, 'Signed in', 'You can close this page and return to the terminal.');
      return result;
    } catch (error) {
      show(response, 400, 'Not signed in', 'The terminal says why. You can close this page.');
      throw error;
    } finally {
      // The response must be sent completely before the process ends.
      if (!response.writableFinished) await once(response, 'close');
    }
  };
  return { received, close };
};
