import type { Trace } from '../../shared/kernel/messages.ts';
import { sendUnsent, type SendDependencies } from './domain/send-webhooks.ts';
import { decline, pay } from './domain/session.ts';
import { payableOf, type PayableSession } from './domain/session-view.ts';

export type Dependencies = SendDependencies;

/** What the payer chooses on the page. `decline` simulates a bank that declines the payment. */
export type PayerChoice = 'succeed' | 'decline';

/** `refused`: the session is expired, or it is paid and the payer wanted to decline. */
export type PayOutcome =
  | { readonly outcome: 'missing' }
  | { readonly outcome: 'paid' | 'declined' | 'refused'; readonly session: PayableSession };

/**
 * Pays or declines a session:
 * 1. save the session together with the webhook about the change;
 * 2. queue all unsent webhooks of the session, unless the behaviour drops them;
 * 3. record in the session that these webhooks are queued.
 *
 * If the function dies after step 1, the payer's next choice queues the webhook. If it dies after step 2, the next
 * choice queues the webhook again with the same id.
 */
export const paySession =
  (dependencies: Dependencies) =>
  async (id: string, choice: PayerChoice, trace: Trace): Promise<PayOutcome> => {
    const { sessions } = dependencies;
    const changed = await sessions.change(id, trace, choice === 'succeed' ? pay : decline);
    if (changed.outcome === 'missing') return { outcome: 'missing' };
    await sendUnsent(dependencies, changed.state, trace);
    const session = payableOf(changed.state);
    if (changed.outcome === 'rejected') return { outcome: 'refused', session };
    return { outcome: choice === 'succeed' ? 'paid' : 'declined', session };
  };
