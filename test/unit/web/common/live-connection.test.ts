import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { liveConnection, type SocketListener, type Subject } from '../../../../web/common/live-connection.ts';
import { passTime, stopTime } from '../../../support/stopped-time.ts';

beforeEach(stopTime);
afterEach(() => {
  jest.useRealTimers();
});

interface OpenedSocket {
  readonly address: string;
  readonly said: unknown[];
  readonly listener: SocketListener;
  isClosed: boolean;
}

const order: Subject = { to: 'order', orderId: 'o1' };

/** A connection whose sockets are opened and closed by the test. */
const world = () => {
  const sockets: OpenedSocket[] = [];
  const state: { asked: number; settings: 'given' | 'unreachable' | 'off'; token: string | undefined } = {
    asked: 0,
    settings: 'given',
    token: 'token 1',
  };
  const connection = liveConnection({
    address: async () => {
      state.asked += 1;
      if (state.settings === 'unreachable') throw new Error('Status 503');
      return state.settings === 'off' ? undefined : 'wss://live.test';
    },
    token: async () => {
      if (state.token === undefined) throw new Error('Nobody is signed in');
      return state.token;
    },
    open: (address, listener) => {
      const socket: OpenedSocket = { address, listener, said: [], isClosed: false };
      sockets.push(socket);
      return {
        send: (text) => socket.said.push(JSON.parse(text)),
        close: () => {
          socket.isClosed = true;
        },
      };
    },
    random: () => 0,
  });
  const events: string[] = [];
  const watch = (subject: Subject) => {
    const name = subject.to === 'order' ? subject.orderId : subject.to;
    return connection.watch(subject)(
      () => events.push(`${name} changed`),
      () => events.push(`${name} lost`),
    );
  };
  return { connection, sockets, state, events, watch };
};

/** Lets the last socket open, and answers its subscriptions. */
const accept = async (sockets: readonly OpenedSocket[]): Promise<OpenedSocket> => {
  await passTime(0);
  const socket = sockets.at(-1)!;
  socket.listener.opened();
  await passTime(0);
  for (const { action: _action, token: _token, ...subject } of socket.said as {
    action: string;
    token: string;
  }[]) {
    socket.listener.heard(JSON.stringify({ type: 'subscribed', ...subject }));
  }
  return socket;
};

describe('a live connection', () => {
  it('is opened, and subscribes with a token to what the page follows', async () => {
    const { sockets, events, watch } = world();
    const following = watch(order);
    expect(following.isLive()).toBe(false);
    const socket = await accept(sockets);
    // A token in an address could end up in a log.
    expect(socket.address).toBe('wss://live.test');
    expect(socket.said).toEqual([{ action: 'subscribe', to: 'order', orderId: 'o1', token: 'token 1' }]);
    expect(following.isLive()).toBe(true);
    // The page is told of a change at once, because something may have changed before the subscription.
    expect(events).toEqual(['o1 changed']);
    socket.listener.heard('{"type":"changed","to":"order","orderId":"o1"}');
    socket.listener.heard('{"type":"changed","to":"order","orderId":"o2"}');
    socket.listener.heard('{"type":"changed","to":"kitchen"}');
    expect(events).toEqual(['o1 changed', 'o1 changed']);
  });

  it('is shared by all that the page follows', async () => {
    const { state, sockets, events, watch } = world();
    watch(order);
    const socket = await accept(sockets);
    // The token of the first subscription may have expired meanwhile.
    state.token = 'token 2';
    watch({ to: 'operations' });
    await passTime(0);
    expect(socket.said.at(-1)).toEqual({ action: 'subscribe', to: 'operations', token: 'token 2' });
    socket.listener.heard('{"type":"subscribed","to":"operations"}');
    expect(sockets).toHaveLength(1);
    expect(events).toEqual(['o1 changed', 'operations changed']);
  });

  it('is opened again after it was closed, later and later, and the page polls meanwhile', async () => {
    const { sockets, events, watch } = world();
    const following = watch(order);
    (await accept(sockets)).listener.closed();
    expect(following.isLive()).toBe(false);
    expect(events).toEqual(['o1 changed', 'o1 lost']);
    for (const pause of [500, 1000, 2000, 4000]) {
      const before = sockets.length;
      await passTime(pause - 1);
      expect(sockets).toHaveLength(before);
      await passTime(1);
      expect(sockets).toHaveLength(before + 1);
      sockets.at(-1)?.listener.closed();
    }
    await passTime(8000);
    await accept(sockets);
    expect(following.isLive()).toBe(true);
  });

  it('waits at most a minute, also if the settings cannot be loaded', async () => {
    const { state, watch } = world();
    state.settings = 'unreachable';
    watch(order);
    await passTime(20 * 60_000);
    const before = state.asked;
    await passTime(60_000);
    expect(state.asked - before).toBe(2);
  });

  it('is not opened while nobody is signed in, and is given up if the sign-in ends', async () => {
    const { state, sockets, watch } = world();
    state.token = undefined;
    watch(order);
    await passTime(20 * 60_000);
    expect(sockets).toEqual([]);
    state.token = 'token 1';
    await passTime(60_000);
    const socket = await accept(sockets);
    state.token = undefined;
    watch({ to: 'order', orderId: 'o2' });
    await passTime(0);
    expect(socket.isClosed).toBe(true);
    expect(socket.said).toHaveLength(1);
  });

  it('is not tried again if the stage has none', async () => {
    const { state, sockets, watch } = world();
    state.settings = 'off';
    const following = watch(order);
    await passTime(60 * 60_000);
    watch({ to: 'kitchen' });
    await passTime(60 * 60_000);
    expect(state.asked).toBe(1);
    expect(sockets).toEqual([]);
    expect(following.isLive()).toBe(false);
  });

  it('is kept from becoming idle', async () => {
    const { sockets, watch } = world();
    watch(order);
    const socket = await accept(sockets);
    await passTime(9 * 60_000);
    expect(socket.said.filter((message) => JSON.stringify(message) === '{"action":"ping"}')).toHaveLength(1);
    socket.listener.heard('{"type":"pong"}');
    expect(socket.isClosed).toBe(false);
  });

  it('is closed when the page is hidden for a while, and opened when it is shown again', async () => {
    const { connection, sockets, events, watch } = world();
    watch(order);
    const socket = await accept(sockets);
    connection.hide(true);
    await passTime(9999);
    expect(socket.isClosed).toBe(false);
    await passTime(1);
    expect(socket.isClosed).toBe(true);
    expect(events.at(-1)).toBe('o1 lost');
    await passTime(60 * 60_000);
    expect(sockets).toHaveLength(1);
    connection.hide(false);
    await accept(sockets);
    expect(sockets).toHaveLength(2);
    expect(events.at(-1)).toBe('o1 changed');
  });

  it('stays open while the page goes from one order to another, and is closed when it follows nothing', async () => {
    const { sockets, watch } = world();
    const first = watch(order);
    const socket = await accept(sockets);
    first.stop();
    await passTime(1000);
    const second = watch({ to: 'order', orderId: 'o2' });
    await passTime(60_000);
    expect(sockets).toHaveLength(1);
    expect(socket.isClosed).toBe(false);
    second.stop();
    await passTime(10_000);
    expect(socket.isClosed).toBe(true);
  });

  it('stays open if too many follow the same, and the page polls', async () => {
    const { sockets, watch } = world();
    const following = watch({ to: 'kitchen' });
    await passTime(0);
    sockets[0]?.listener.opened();
    sockets[0]?.listener.heard('{"type":"error","code":"live.too-many-listeners"}');
    await passTime(60_000);
    expect(sockets).toHaveLength(1);
    expect(sockets[0]?.isClosed).toBe(false);
    expect(following.isLive()).toBe(false);
  });

  it('is not opened again for a person without the role, and the page polls', async () => {
    const { sockets, watch } = world();
    const following = watch({ to: 'kitchen' });
    await passTime(0);
    sockets[0]?.listener.opened();
    sockets[0]?.listener.heard('{"type":"error","code":"live.role-missing"}');
    sockets[0]?.listener.closed();
    await passTime(60 * 60_000);
    expect(sockets).toHaveLength(1);
    expect(following.isLive()).toBe(false);
  });

  it.each([
    '{"type":"error","code":"live.too-many-subscriptions"}',
    '{"type":"error","code":"live.not-signed-in"}',
    '{"message":"Internal server error","connectionId":"c1"}',
    'no JSON',
  ])('is replaced after %s', async (text) => {
    const { sockets, watch } = world();
    watch(order);
    const socket = await accept(sockets);
    socket.listener.heard(text);
    expect(socket.isClosed).toBe(true);
    await passTime(1000);
    expect(sockets).toHaveLength(2);
    // Later events of the old socket have no effect.
    socket.listener.closed();
    await passTime(60_000);
    expect(sockets).toHaveLength(2);
  });
});
