import { accept } from '../../shared/kernel/aggregate.ts';
import type { Trace } from '../../shared/kernel/messages.ts';
import type { Sessions } from './aggregate.ts';
import { misbehaves, type BehaviourStore } from './domain/behaviour.ts';
import { planDeliveries, type WebhookQueue } from './domain/delivery.ts';
import { decline, pay, payableOf, type PayableSession } from './domain/session.ts';
import type { Webhook } from './domain/webhook.ts';

export interface Dependencies {
  readonly sessions: Sessions;
  readonly behaviours: BehaviourStore;
  readonly webhooks: Pick<WebhookQueue, 'send'>;
  /** Returns a random number from 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
}

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
 * If the function dies after step 1, the payer's next request queues the webhook. If it dies after step 2, the next
 * request queues the webhook again with the same id.
 */
export const paySession =
  (dependencies: Dependencies) =>
  async (id: string, choice: PayerChoice, trace: Trace): Promise<PayOutcome> => {
    const { sessions } = dependencies;
    const changed = await sessions.change(id, trace, choice === 'succeed' ? pay : decline);
    if (changed.outcome === 'missing') return { outcome: 'missing' };
    const { unsent } = changed.state;
    if (unsent.length > 0) {
      for (const webhook of unsent) await send(dependencies, webhook);
      const ids = unsent.map((webhook) => webhook.id);
      await sessions.change(id, trace, (session) =>
        session.unsent.some((webhook) => ids.includes(webhook.id))
          ? accept({ type: 'WebhooksSent', ids })
          : accept(),
      );
    }
    const session = payableOf(changed.state);
    if (changed.outcome === 'rejected') return { outcome: 'refused', session };
    return { outcome: choice === 'succeed' ? 'paid' : 'declined', session };
  };

const send = async ({ behaviours, webhooks, random }: Dependencies, webhook: Webhook): Promise<void> => {
  if (await misbehaves(behaviours, 'lose')) return;
  for (const planned of planDeliveries(webhook, await behaviours.load(), random)) {
    await webhooks.send(planned);
  }
};
