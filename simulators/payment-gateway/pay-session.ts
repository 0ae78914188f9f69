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
  readonly webhooks: WebhookQueue;
  /** Draws from 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
}

/** What the payer does on the page. `decline` simulates a bank that says no. */
export type PayerChoice = 'succeed' | 'decline';

/** `refused`: the session is expired, or it is paid and the payer wanted to decline. */
export type PayOutcome =
  | { readonly outcome: 'missing' }
  | { readonly outcome: 'paid' | 'declined' | 'refused'; readonly session: PayableSession };

/**
 * Pays or declines a session:
 * 1. saves the session together with the webhook about the change;
 * 2. queues that webhook, and any that an earlier call left unsent, as the behaviour says;
 * 3. records in the session that they are queued.
 *
 * If a call dies after step 1, the payer's next call sends the webhook. If it dies after step 2, the next call sends it
 * again with the same id.
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
