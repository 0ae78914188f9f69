import type { Watch } from './follow.ts';

/** What pages can subscribe to, as the WebSocket API names it (functions/live/README.md). */
export type Subject =
  { readonly to: 'order'; readonly orderId: string } | { readonly to: 'kitchen' | 'operations' };

/** A WebSocket, as far as it is used here. */
export interface Socket {
  readonly send: (text: string) => void;
  readonly close: () => void;
}

/** What a socket tells. `closed` is called once, also if the socket could not be opened. */
export interface SocketListener {
  readonly opened: () => void;
  readonly heard: (text: string) => void;
  readonly closed: () => void;
}

/** What `liveConnection` needs. */
export interface LiveDependencies {
  /** Returns the address of the WebSocket API. Undefined if the stage has no live connections. */
  readonly address: () => Promise<string | undefined>;
  /** Returns a token that is valid now. Throws if there is none. */
  readonly token: () => Promise<string>;
  readonly open: (address: string, listener: SocketListener) => Socket;
  /** A number of at least 0 and less than 1. */
  readonly random: () => number;
}

/** API Gateway closes a connection that is idle for 10 minutes (developer guide, quotas of WebSocket APIs). */
const PING_MS = 8 * 60_000;
/** The pause before the first attempt to connect again, and the longest one. */
const RETRY_MS = 1000;
const MAX_RETRY_MS = 60_000;
/** How long a connection stays open that nothing needs, because people return to a page or an order within seconds. */
const LINGER_MS = 10_000;

/** A subject that the page follows. */
interface Watched {
  readonly subject: Subject;
  readonly changed: () => void;
  readonly lost: () => void;
  isLive: boolean;
}

interface Message {
  readonly type?: string;
  readonly code?: string;
  readonly to?: string;
  readonly orderId?: string;
}

const messageIn = (text: string): Message => {
  try {
    return JSON.parse(text) as Message;
  } catch {
    return {};
  }
};

/**
 * The live connection of a page, shared by everything that the page follows. It is open while the page follows something
 * and is shown, and is opened again after a failure. If it cannot be opened, nothing is live, and the page polls.
 */
export const liveConnection = ({ address, token, open, random }: LiveDependencies) => {
  const watched = new Set<Watched>();
  let socket: Socket | undefined;
  let phase: 'closed' | 'opening' | 'open' = 'closed';
  let isOff = false;
  let isHidden = false;
  let failures = 0;
  /** Counts connections, so that a late message of an old one has no effect. */
  let attempt = 0;
  let retrying: ReturnType<typeof setTimeout> | undefined;
  let closing: ReturnType<typeof setTimeout> | undefined;
  let pinging: ReturnType<typeof setInterval> | undefined;

  const say = (message: object): void => socket?.send(JSON.stringify(message));
  const isNeeded = (): boolean => watched.size > 0 && !isHidden && !isOff;

  const end = (): void => {
    attempt += 1;
    phase = 'closed';
    clearInterval(pinging);
    socket?.close();
    socket = undefined;
    for (const one of watched) {
      if (!one.isLive) continue;
      one.isLive = false;
      one.lost();
    }
  };

  const fail = (): void => {
    end();
    const longest = Math.min(RETRY_MS * 2 ** failures, MAX_RETRY_MS);
    failures += 1;
    clearTimeout(retrying);
    if (isNeeded()) retrying = setTimeout(() => void connect(), longest * (0.5 + random() / 2));
  };

  /** Each subscription sends a token, because the token of an earlier one may have expired. */
  const subscribe = async ({ subject }: Watched): Promise<void> => {
    const mine = attempt;
    try {
      const valid = await token();
      if (mine === attempt) say({ action: 'subscribe', ...subject, token: valid });
    } catch {
      if (mine === attempt) fail();
    }
  };

  const turnOff = (): void => {
    isOff = true;
    end();
  };

  const hear = (text: string): void => {
    const { type, code, to, orderId } = messageIn(text);
    // The page polls what it could not subscribe to.
    if (type === 'pong' || code === 'live.too-many-listeners') return;
    // A new connection would be refused, too.
    if (code === 'live.role-missing') {
      turnOff();
      return;
    }
    if (type !== 'subscribed' && type !== 'changed') {
      fail();
      return;
    }
    failures = 0;
    for (const one of watched) {
      const { subject } = one;
      if (subject.to !== to || (subject.to === 'order' && subject.orderId !== orderId)) continue;
      one.isLive = true;
      // Something may have changed before the subscription, too.
      one.changed();
    }
  };

  const connect = async (): Promise<void> => {
    if (phase !== 'closed' || !isNeeded()) return;
    phase = 'opening';
    attempt += 1;
    const mine = attempt;
    const isMine = (): boolean => mine === attempt;
    let url: string | undefined;
    try {
      // Without a token, a connection would have no use.
      [url] = await Promise.all([address(), token()]);
    } catch {
      if (isMine()) fail();
      return;
    }
    if (!isMine()) return;
    if (url === undefined) {
      turnOff();
      return;
    }
    socket = open(url, {
      opened: () => {
        if (!isMine()) return;
        phase = 'open';
        pinging = setInterval(() => say({ action: 'ping' }), PING_MS);
        for (const one of watched) void subscribe(one);
      },
      heard: (text) => {
        if (isMine()) hear(text);
      },
      closed: () => {
        if (isMine()) fail();
      },
    });
  };

  /** Opens the connection if it is needed, or closes it after a while if it is not. */
  const adjust = (): void => {
    clearTimeout(closing);
    if (isNeeded()) {
      clearTimeout(retrying);
      void connect();
      return;
    }
    closing = setTimeout(() => {
      clearTimeout(retrying);
      end();
    }, LINGER_MS);
  };

  return {
    /** Returns how `follow` subscribes to a subject. */
    watch:
      (subject: Subject): Watch =>
      (changed, lost) => {
        const one: Watched = { subject, changed, lost, isLive: false };
        watched.add(one);
        if (phase === 'open') void subscribe(one);
        adjust();
        return {
          isLive: () => one.isLive,
          stop: () => {
            watched.delete(one);
            adjust();
          },
        };
      },
    /** Tells whether the page is hidden. */
    hide: (hidden: boolean): void => {
      isHidden = hidden;
      adjust();
    },
  };
};
