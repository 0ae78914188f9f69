import type { SessionStore } from '../domain/session-store.ts';
import { viewOf, type SessionView } from '../domain/session-view.ts';

/** What the payer's page shows: a session, and for which order. */
export interface PayableSession extends SessionView {
  readonly orderId: string;
}

/** The session to pay; undefined when there is none. Whoever has the link may see it, as with any hosted page. */
export const showPaymentPage =
  ({ sessions }: { readonly sessions: SessionStore }) =>
  async (id: string): Promise<PayableSession | undefined> => {
    const stored = await sessions.load(id);
    return stored === undefined ? undefined : { ...viewOf(stored.state), orderId: stored.state.orderId };
  };
