import type { Clock } from '../../shared/kernel/clock.ts';
import { hashOf } from '../../shared/kernel/ids.ts';
import { CONNECTION_SECONDS } from './domain/limits.ts';
import type { LiveStore } from './domain/live-store.ts';

/** A ticket has 43 characters: 256 bits in base64url without padding. */
const TICKET = /^[\w-]{43}$/;

/** What `connect` needs. */
export interface ConnectDependencies {
  readonly store: Pick<LiveStore, 'takeTicket' | 'addConnection'>;
  readonly now: Clock;
}

/** Opens a connection, and uses up its ticket. @returns false if the ticket is missing, unknown, used or expired */
export const connect =
  ({ store, now }: ConnectDependencies) =>
  async (connectionId: string, ticket: string | undefined): Promise<boolean> => {
    if (ticket === undefined || !TICKET.test(ticket)) return false;
    const seconds = Math.floor(Date.parse(now()) / 1000);
    const subscriber = await store.takeTicket(hashOf(ticket), seconds);
    if (subscriber === undefined) return false;
    await store.addConnection(connectionId, subscriber, seconds + CONNECTION_SECONDS);
    return true;
  };
