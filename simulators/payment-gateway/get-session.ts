import { noSuchSession } from './aggregate.ts';
import {
  payableOf,
  viewOf,
  type PayableSession,
  type SessionStore,
  type SessionView,
} from './domain/session.ts';

interface Dependencies {
  readonly sessions: Pick<SessionStore, 'load'>;
}

/**
 * A session as the merchant sees it.
 * @throws AppError `gateway.session-not-found`.
 */
export const getSession =
  ({ sessions }: Dependencies) =>
  async (id: string): Promise<SessionView> => {
    const stored = await sessions.load(id);
    if (stored === undefined) throw noSuchSession();
    return viewOf(stored.state);
  };

/** A session as its payment page shows it. Anyone who has the link may see it, as on any hosted page. */
export const findPayableSession =
  ({ sessions }: Dependencies) =>
  async (id: string): Promise<PayableSession | undefined> => {
    const stored = await sessions.load(id);
    return stored === undefined ? undefined : payableOf(stored.state);
  };
