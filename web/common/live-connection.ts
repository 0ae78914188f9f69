import type { Watch } from './follow.ts';

/** What pages can subscribe to, as the WebSocket API names it (functions/live/README.md). */
export type Subject =
  { readonly to: 'order'; readonly orderId: string } | { readonly to: 'kitchen' | 'operations' };

/** The part of a WebSocket that this file uses. */
export interface Socket {
  readonly send: (text: string) => void;
  readonly close: () => void;
}

/**
 * Functions that are called when something happens to a socket. `closed` is called exactly once, even if the socket
 * could not be opened.
 */
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
/** The longest pause before the first attempt to connect again, and before any later attempt, in milliseconds. */
const RETRY_MS = 1000;
const MAX_RETRY_MS = 60_000;
/**
 * How long a connection stays open after nothing needs it any more. People often return to a page or an order within
 * seconds, and then need the connection again.
 */
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
 * The live connection of a page, shared by everything that the page follows. The connection is opened when the page is
 * shown and follows something. After a failure, it is opened again, unless the stage has no live connections or the
 * person lacks the role. Without a connection, the page gets no pushes and polls instead.
 */
export const liveConnection = ({ address, token, open, random }: LiveDependencies) => {
  const watched = new Set<Watched>();
  let socket: Socket | undefined;
  let phase: 'closed' | 'opening' | 'open' = 'closed';
  let isOff = false;
  let isHidden = false;
  let failures = 0;
  /** Counts connections, so that a late message of an old connection has no effect. */
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

  /** Each subscription sends a token, because the token of an earlier subscription may have expired. */
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
    // If a subject has too many listeners, the subscription is refused. The page then polls the subject.
    if (type === 'pong' || code === 'live.too-many-listeners') return;
    // The person lacks the role that the subject needs, so a new subscription would be refused, too.
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
      // A new subscription also leads to this call, because something may have changed before the subscription.
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
      // Gets the token before the connection is opened, because a connection without a token is useless.
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

  /** Opens the connection if it is needed. Otherwise closes it after `LINGER_MS`. */
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
    /** Returns the function with which `follow` subscribes to a subject. */
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
    /** Tells the connection whether the page is hidden. */
    hide: (hidden: boolean): void => {
      isHidden = hidden;
      adjust();
    },
  };
};
