import { ApiError, bodyOf } from '../../client/index.ts';
import { ownApi } from './calls.ts';
import { liveConnection } from './live-connection.ts';

const connection = liveConnection({
  takeAddress: async () => {
    try {
      const { url, ticket } = await bodyOf(ownApi.POST('/live/tickets', {}));
      return `${url}?ticket=${ticket}`;
    } catch (error) {
      // A stage without live connections does not have the route.
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    }
  },
  open: (address, { opened, heard, closed }) => {
    const socket = new WebSocket(address);
    socket.addEventListener('open', opened);
    socket.addEventListener('message', ({ data }) => heard(String(data)));
    socket.addEventListener('close', closed);
    return { send: (text) => socket.send(text), close: () => socket.close() };
  },
  random: Math.random,
});

document.addEventListener('visibilitychange', () => connection.hide(document.hidden));

/** How `follow` subscribes to pushes about an order, about the kitchen's board, or about all orders. */
export const { watch } = connection;
