import type { ServerMessage } from './messages.ts';

/** Sends a message over a connection. @returns `gone` if the connection is closed. @throws any other failure */
export type Send = (connectionId: string, message: ServerMessage) => Promise<'sent' | 'gone'>;
