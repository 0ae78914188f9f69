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
 * Shows a session to the merchant.
 * @throws AppError `gateway.session-not-found`.
 */
export const getSession =
  ({ sessions }: Dependencies) =>
  async (id: string): Promise<SessionView> => {
    const stored = await sessions.load(id);
    if (stored === undefined) throw noSuchSession();
    return viewOf(stored.state);
  };

/** Finds a session for its payment page. Anyone who has the link may see the page. */
export const findPayableSession =
  ({ sessions }: Dependencies) =>
  async (id: string): Promise<PayableSession | undefined> => {
    const stored = await sessions.load(id);
    return stored === undefined ? undefined : payableOf(stored.state);
  };
