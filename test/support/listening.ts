import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The HTTP servers of a test file, which `closeServers` closes at its end. */
export const testServers = () => {
  const servers: Server[] = [];
  return {
    /**
     * Starts a server on the loopback interface, on a free port unless one is given.
     * @returns the port
     */
    listen: async (server: Server, at = 0): Promise<number> => {
      servers.push(server);
      await once(server.listen(at, '127.0.0.1'), 'listening');
      return (server.address() as AddressInfo).port;
    },
    closeServers: (): void => {
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
};
