import { noSuchSession } from './aggregate.ts';
import type { SessionStore } from './domain/session.ts';
import { detailsOf, payableOf, type PayableSession, type SessionDetails } from './domain/session-view.ts';

interface Dependencies {
  readonly sessions: Pick<SessionStore, 'load'>;
}

/**
 * Shows a session to the merchant, with its refunds and disputes.
 * @throws AppError `gateway.session-not-found`.
 */
export const getSession =
  ({ sessions }: Dependencies) =>
  async (id: string): Promise<SessionDetails> => {
    const stored = await sessions.load(id);
    if (stored === undefined) throw noSuchSession();
    return detailsOf(stored.state);
  };

/** Finds a session for its payment page. Anyone who has the link may see the page. */
export const findPayableSession =
  ({ sessions }: Dependencies) =>
  async (id: string): Promise<PayableSession | undefined> => {
    const stored = await sessions.load(id);
    return stored === undefined ? undefined : payableOf(stored.state);
  };
