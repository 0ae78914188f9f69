import { AppError } from '../../../../shared/errors.ts';
import { change } from '../../../../shared/kernel/change.ts';
import type { Clock } from '../../../../shared/kernel/clock.ts';
import { expire } from '../domain/decide.ts';
import type { SessionStore } from '../domain/session-store.ts';
import { viewOf, type SessionView } from '../domain/session-view.ts';
import { evolve } from '../domain/session.ts';

/**
 * Closes a session, so that it can no longer be paid. One that was paid is answered as it is.
 * @throws AppError `not-found`.
 */
export const expireSession =
  ({ sessions, now }: { readonly sessions: SessionStore; readonly now: Clock }) =>
  async (id: string): Promise<SessionView> => {
    const changed = await change({
      load: () => sessions.load(id),
      decide: (session) => expire(session, now()),
      evolve,
      save: (next, version) => sessions.save(next, version),
    });
    if (changed.outcome === 'missing') {
      throw new AppError('not-found', 'gateway.session-not-found', 'No such session');
    }
    return viewOf(changed.state);
  };
