import { AppError } from '../../shared/errors.ts';
import { hasRole, type Caller } from '../../shared/kernel/caller.ts';
import { addSeconds, type Clock, type Instant } from '../../shared/kernel/clock.ts';
import { hashOf } from '../../shared/kernel/ids.ts';
import { MOST_TICKETS, TICKET_SECONDS } from './domain/limits.ts';
import type { LiveStore } from './domain/live-store.ts';
import { personOf } from './domain/topics.ts';

const HOUR_SECONDS = 3_600;

/** A ticket as its holder gets it. */
export interface IssuedTicket {
  readonly ticket: string;
  readonly expiresAt: Instant;
}

/** What `issueTicket` needs. `newTicket` returns 256 random bits as text that can be used in an address. */
export interface IssueTicketDependencies {
  readonly store: Pick<LiveStore, 'countTicket' | 'addTicket'>;
  readonly now: Clock;
  readonly newTicket: () => string;
}

const secondsOf = (instant: Instant): number => Math.floor(Date.parse(instant) / 1000);

/** Issues a ticket. Only its hash is stored. @throws AppError 429 `live.too-many-tickets` */
export const issueTicket =
  ({ store, now, newTicket }: IssueTicketDependencies) =>
  async (caller: Caller): Promise<IssuedTicket> => {
    const person = personOf(caller.id);
    const at = now();
    const period = Math.floor(secondsOf(at) / HOUR_SECONDS);
    const periodEnd = (period + 1) * HOUR_SECONDS;
    if (!(await store.countTicket(person, period, MOST_TICKETS, periodEnd))) {
      const detail = `At most ${MOST_TICKETS} live connections can be opened within an hour`;
      throw new AppError('too-many', 'live.too-many-tickets', detail, {
        retryAfter: periodEnd - secondsOf(at),
      });
    }
    const ticket = newTicket();
    const expiresAt = addSeconds(at, TICKET_SECONDS);
    await store.addTicket(
      hashOf(ticket),
      { person, isStaff: hasRole(caller, 'staff') },
      secondsOf(expiresAt),
    );
    return { ticket, expiresAt };
  };
