import type { Trace } from '../../shared/kernel/messages.ts';
import { noSuchSession, type Sessions } from './aggregate.ts';
import { expire } from './domain/session.ts';
import { viewOf, type SessionView } from './domain/session-view.ts';

/**
 * Closes a session, so that nobody can pay it. A paid session stays paid.
 * @throws AppError `gateway.session-not-found`.
 */
export const expireSession =
  ({ sessions }: { readonly sessions: Sessions }) =>
  async (id: string, trace: Trace): Promise<SessionView> => {
    const changed = await sessions.change(id, trace, expire);
    if (changed.outcome === 'missing') throw noSuchSession();
    return viewOf(changed.state);
  };
