import { api, tokenFor, type Role } from './callers.ts';
import { eventually } from './eventually.ts';

export interface Heard {
  readonly type: string;
  readonly [field: string]: unknown;
}

export interface LiveSocket {
  readonly say: (message: unknown) => void;
  /** All messages so far, oldest first. */
  readonly heard: readonly Heard[];
  /** Waits for a message with these fields, and returns it. Messages from before the call count, too. */
  readonly hears: (fields: Heard) => Promise<Heard>;
  /** Called with each message when it arrives. Does nothing until a test replaces it. */
  onHeard: (message: Heard) => void;
  readonly close: () => void;
  /** Resolves when the connection has ended. */
  readonly closed: Promise<void>;
}

const hasFields = (message: Heard, fields: Heard): boolean =>
  Object.entries(fields).every(([name, value]) => message[name] === value);

/** Reads the address of the WebSocket API from the file from which the web pages read it. */
const liveUrl = async (): Promise<string> => {
  const answer = await fetch(api('/app/settings.json'));
  return ((await answer.json()) as { readonly liveUrl: string }).liveUrl;
};

/**
 * Opens a connection, which is not subscribed to anything yet.
 * @throws Error if the server refuses the connection
 */
export const openSocket = async (): Promise<LiveSocket> => {
  const socket = new WebSocket(await liveUrl());
  const heard: Heard[] = [];
  const live: LiveSocket = {
    heard,
    say: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    hears: (fields) =>
      eventually(
        async () => {
          const found = heard.find((message) => hasFields(message, fields));
          if (found === undefined) throw new Error(`Heard only ${JSON.stringify(heard)}`);
          return found;
        },
        { describe: `hearing ${JSON.stringify(fields)}` },
      ),
    onHeard: () => undefined,
    close: () => socket.close(),
    closed: new Promise((resolve) => socket.addEventListener('close', () => resolve())),
  };
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as Heard;
    heard.push(message);
    live.onHeard(message);
  });
  const isOpen = await new Promise<boolean>((resolve) => {
    socket.addEventListener('open', () => resolve(true));
    socket.addEventListener('error', () => resolve(false));
    socket.addEventListener('close', () => resolve(false));
  });
  if (!isOpen) throw new Error('The connection was refused');
  return live;
};

/** Opens a connection for a user. Its `subscribe` sends the user's token. */
export const connectAs = async (
  sub: string,
  role: Role = 'customer',
): Promise<LiveSocket & { readonly subscribe: (subject: object) => void }> => {
  const token = await tokenFor(sub, role);
  const socket = await openSocket();
  return Object.assign(socket, {
    subscribe: (subject: object) => socket.say({ action: 'subscribe', ...subject, token }),
  });
};
