import { demand, callAs, type Role } from './callers.ts';
import { eventually } from './eventually.ts';

/** A ticket, as `POST /live/tickets` returns it. */
export interface Ticket {
  readonly ticket: string;
  readonly url: string;
  readonly expiresAt: string;
}

/** A message that the server sent. */
export interface Heard {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** An open connection of a test. */
export interface LiveSocket {
  readonly say: (message: unknown) => void;
  /** All messages so far, oldest first. */
  readonly heard: readonly Heard[];
  /** Waits for a message with these fields, and returns it. Messages from before count, too. */
  readonly hears: (fields: Heard) => Promise<Heard>;
  /** Called with each later message. */
  onHeard: (message: Heard) => void;
  readonly close: () => void;
  /** Resolves when the connection has ended. */
  readonly closed: Promise<void>;
}

/** Takes a ticket for a user. */
export const takeTicket = async (sub: string, role: Role = 'customer'): Promise<Ticket> =>
  demand(await callAs<Ticket>(sub, role, 'POST', '/live/tickets'), 201);

const hasFields = (message: Heard, fields: Heard): boolean =>
  Object.entries(fields).every(([name, value]) => message[name] === value);

/** Opens a connection. @returns undefined if the server refuses it */
export const openSocket = async ({
  url,
  ticket,
}: Pick<Ticket, 'url' | 'ticket'>): Promise<LiveSocket | undefined> => {
  const socket = new WebSocket(`${url}?ticket=${encodeURIComponent(ticket)}`);
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
        { timeoutMs: 30_000, describe: `hearing ${JSON.stringify(fields)}` },
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
  return isOpen ? live : undefined;
};

/** Takes a ticket for a user, and opens a connection with it. @throws Error if the server refuses it */
export const connectAs = async (sub: string, role: Role = 'customer'): Promise<LiveSocket> => {
  const socket = await openSocket(await takeTicket(sub, role));
  if (socket === undefined) throw new Error(`The connection of ${sub} was refused`);
  return socket;
};
