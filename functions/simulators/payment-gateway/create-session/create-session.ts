import { AppError } from '../../../../shared/errors.ts';
import type { Clock } from '../../../../shared/kernel/clock.ts';
import type { BehaviourStore } from '../domain/behaviour.ts';
import type { SessionStore } from '../domain/session-store.ts';
import { viewOf, type SessionView } from '../domain/session-view.ts';
import { hasTerms, openSession, type SessionTerms } from '../domain/session.ts';

export interface Dependencies {
  readonly sessions: SessionStore;
  readonly behaviours: BehaviourStore;
  /** The session's id, made of the merchant's idempotency key alone and not to be guessed from it. */
  readonly sessionIdOf: (key: string) => Promise<string>;
  readonly now: Clock;
}

/** How a request for a session ended: there is one, by this call or before; or the gateway would not, as it was told to. */
export type SessionOutcome =
  | { readonly outcome: 'created'; readonly session: SessionView; readonly isNew: boolean }
  | { readonly outcome: 'refused' };

/**
 * Opens a payment session. The same key with the same terms answers the same session, as it is by now, also while the
 * gateway is told to refuse new ones.
 * @throws AppError `unprocessable` when the key was used with other terms.
 */
export const createSession =
  ({ sessions, behaviours, sessionIdOf, now }: Dependencies) =>
  async (key: string, terms: SessionTerms): Promise<SessionOutcome> => {
    const { refuseSessions = false } = await behaviours.load();
    const session = openSession(await sessionIdOf(key), terms, now());
    if (!refuseSessions && (await sessions.insert(session)) === 'inserted') {
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
