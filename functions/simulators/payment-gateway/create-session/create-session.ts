import { AppError } from '../../../../shared/errors.ts';
import type { Clock } from '../../../../shared/kernel/clock.ts';
import type { SessionStore } from '../domain/session-store.ts';
import { viewOf, type SessionView } from '../domain/session-view.ts';
import { hasTerms, openSession, type SessionTerms } from '../domain/session.ts';

export interface Dependencies {
  readonly sessions: SessionStore;
  /** The session's id, made of the merchant's idempotency key alone and not to be guessed from it. */
  readonly sessionIdOf: (key: string) => Promise<string>;
  readonly now: Clock;
}

/** A session, and whether this call made it. */
export interface CreatedSession {
  readonly session: SessionView;
  readonly isNew: boolean;
}

/**
 * Opens a payment session. The same key with the same terms answers the same session, as it is by now.
 * @throws AppError `unprocessable` when the key was used with other terms.
 */
export const createSession =
  ({ sessions, sessionIdOf, now }: Dependencies) =>
  async (key: string, terms: SessionTerms): Promise<CreatedSession> => {
    const session = openSession(await sessionIdOf(key), terms, now());
    if ((await sessions.insert(session)) === 'inserted') return { session: viewOf(session), isNew: true };
    const earlier = await sessions.load(session.id);
    if (earlier === undefined || !hasTerms(earlier.state, terms)) {
      const detail = 'This Idempotency-Key was used for a session with other terms';
      throw new AppError('unprocessable', 'gateway.idempotency-key-reused', detail);
    }
    return { session: viewOf(earlier.state), isNew: false };
  };
