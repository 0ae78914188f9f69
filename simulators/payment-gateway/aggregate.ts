import { AppError } from '../../shared/errors.ts';
import { aggregate, type Aggregate } from '../../shared/kernel/aggregate.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import { evolve, type Session, type SessionEvent, type SessionStore } from './domain/session.ts';

/** Creates and changes sessions. */
export type Sessions = Aggregate<Session, SessionEvent>;

/**
 * Builds the aggregate of sessions. Every write of a session goes through this aggregate. The aggregate publishes
 * nothing to an outbox, because a session itself contains its unsent webhooks.
 */
export const sessionAggregate = (store: SessionStore, now: Clock): Sessions =>
  aggregate({
    noun: 'session',
    store,
    evolve,
    publish: () => undefined,
    now,
  });

export const noSuchSession = (): AppError =>
  new AppError('not-found', 'gateway.session-not-found', 'No such session');
