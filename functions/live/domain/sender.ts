import type { ServerMessage } from './messages.ts';

/**
 * Sends a message over a connection.
 * @returns `gone` if the connection is closed.
 * @throws any other failure.
 */
export type Send = (connectionId: string, message: ServerMessage) => Promise<'sent' | 'gone'>;

/** Closes a connection. Closing one that is closed already has no effect. */
export type Close = (connectionId: string) => Promise<void>;
