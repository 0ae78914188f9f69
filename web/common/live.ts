import { liveConnection } from './live-connection.ts';
import { freshToken } from './session.ts';
import { settings } from './settings.ts';

const connection = liveConnection({
  address: async () => (await settings()).liveUrl ?? undefined,
  token: async () => {
    const token = await freshToken();
    if (token === undefined) throw new Error('Nobody is signed in');
    return token;
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
