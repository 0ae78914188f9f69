import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A loopback server that accepts connections and requests, and never responds in full. */
export interface SilentServer {
  readonly url: string;
  /** The number of requests since the start. A repeated request counts again. */
  readonly requests: () => number;
  /** Waits until the clients have closed all connections. */
  allClosed(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts a server that never responds in full.
 * @param begin sends a part of a response. Without `begin`, the server sends nothing at all.
 */
export const startSilentServer = async (
  begin: (socket: Socket) => void = () => undefined,
): Promise<SilentServer> => {
  const sockets = new Set<Socket>();
  let requests = 0;
  let noticeClosed = (): void => undefined;
  const server = createServer((socket) => {
    sockets.add(socket);
    // A client that gives up may reset its connection.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      if (sockets.size === 0) noticeClosed();
    });
    socket.once('data', () => {
      requests += 1;
      begin(socket);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    allClosed: () =>
      new Promise((resolve) => {
        if (sockets.size === 0) resolve();
        else noticeClosed = resolve;
      }),
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
};

/** Sends the head of a response and the first byte of its body, but not the rest. */
export const headOnly = (socket: Socket): void => {
  socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n{');
};

/** Sends the first line of a response, and then a byte of a header every 20 ms. */
export const slowHead = (socket: Socket): void => {
  socket.write('HTTP/1.1 200 OK\r\nx-slow: ');
  dripInto(socket, 'x');
};

/** Sends the head of a response, and then a byte of its body every 20 ms. */
export const drip = (socket: Socket): void => {
  headOnly(socket);
  dripInto(socket, ' ');
};

const dripInto = (socket: Socket, text: string): void => {
  const timer = setInterval(() => socket.write(text), 20);
  socket.on('close', () => clearInterval(timer));
};
