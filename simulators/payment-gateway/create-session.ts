import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import type { Trace } from '../../shared/kernel/messages.ts';
import type { Sessions } from './aggregate.ts';
import type { BehaviourStore } from './domain/behaviour.ts';
import { hasTerms, openSession, type SessionTerms } from './domain/session.ts';
import { viewOf, type SessionView } from './domain/session-view.ts';

export interface Dependencies {
  readonly sessions: Sessions;
  readonly behaviours: BehaviourStore;
  /** Derives the session's id from the idempotency key. Nobody can guess the id. */
  readonly sessionIdOf: (key: string) => Promise<string>;
  readonly now: Clock;
}

/**
 * `isNew`: this call created the session. `refused`: the configured `Behaviour` makes the gateway refuse new sessions.
 */
export type SessionOutcome =
  | { readonly outcome: 'created'; readonly session: SessionView; readonly isNew: boolean }
  | { readonly outcome: 'refused' };

/**
 * Opens a payment session. A repeated request with the same key and the same terms returns the present state of the
 * first session, even while the gateway refuses new sessions.
 * @throws AppError `gateway.idempotency-key-reused` if the key was used with other terms.
 */
export const createSession =
  ({ sessions, behaviours, sessionIdOf, now }: Dependencies) =>
  async (key: string, terms: SessionTerms, trace: Trace): Promise<SessionOutcome> => {
    const { refuseSessions = false } = await behaviours.load();
    const session = openSession(await sessionIdOf(key), terms, now());
    if (!refuseSessions && (await sessions.create(session, trace)) === 'inserted') {
      return { outcome: 'created', session: viewOf(session), isNew: true };
    }
    const earlier = await sessions.load(session.id);
    if (earlier === undefined && refuseSessions) return { outcome: 'refused' };
    if (earlier === undefined || !hasTerms(earlier.state, terms)) {
      const detail = 'This Idempotency-Key was used for a session with other terms';
      throw new AppError('unprocessable', 'gateway.idempotency-key-reused', detail);
    }
    return { outcome: 'created', session: viewOf(earlier.state), isNew: false };
  };
