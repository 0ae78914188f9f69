import { AppError } from '../../../../shared/errors.ts';
import type { SessionStore } from '../domain/session-store.ts';
import { viewOf, type SessionView } from '../domain/session-view.ts';

/**
 * A session as it is now.
 * @throws AppError `not-found`.
 */
export const getSession =
  ({ sessions }: { readonly sessions: SessionStore }) =>
  async (id: string): Promise<SessionView> => {
    const stored = await sessions.load(id);
    if (stored === undefined) throw new AppError('not-found', 'gateway.session-not-found', 'No such session');
    return viewOf(stored.state);
  };
