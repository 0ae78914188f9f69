import { change } from '../../../../shared/kernel/change.ts';
import type { Clock } from '../../../../shared/kernel/clock.ts';
import { accept, type Decision } from '../../../../shared/kernel/decision.ts';
import { befalls, type BehaviourStore } from '../domain/behaviour.ts';
import { decline, pay } from '../domain/decide.ts';
import { planDeliveries, type WebhookQueue } from '../domain/delivery.ts';
import type { SessionStore } from '../domain/session-store.ts';
import { viewOf, type SessionView } from '../domain/session-view.ts';
import { evolve, type Session, type SessionEvent } from '../domain/session.ts';
import type { Webhook } from '../domain/webhook.ts';

export interface Dependencies {
  readonly sessions: SessionStore;
  readonly behaviours: BehaviourStore;
  readonly webhooks: WebhookQueue;
  readonly now: Clock;
  /** Draws from 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
}

/** What the payer does on the page: the card goes through, or the bank says no. */
export type PayerChoice = 'succeed' | 'decline';

/** How it ended. `refused`: the session was expired, or it was paid and cannot be declined any more. */
export type PayOutcome =
  | { readonly outcome: 'missing' }
  | {
      readonly outcome: 'paid' | 'declined' | 'refused';
      readonly session: SessionView & { readonly orderId: string };
    };

/**
 * The payer's choice:
 * 1. the session takes it, together with the webhook that tells of it;
 * 2. that webhook, and any that a died call left behind, goes under way as the behaviour has it;
 * 3. the session notes that it did.
 * A call that dies after step 1 is made good by the payer's next one; one that dies after step 2 sends it twice, under
 * one id.
 */
export const paySession =
  (dependencies: Dependencies) =>
  async (id: string, choice: PayerChoice): Promise<PayOutcome> => {
    const { sessions, now } = dependencies;
    const update = (decide: (session: Session) => Decision<SessionEvent, string>) =>
      change({
        load: () => sessions.load(id),
        decide,
        evolve,
        save: (next, version) => sessions.save(next, version),
      });

    const changed = await update((session) =>
      choice === 'succeed' ? pay(session, now()) : decline(session, now()),
    );
    if (changed.outcome === 'missing') return { outcome: 'missing' };
    const { unsent } = changed.state;
    if (unsent.length > 0) {
      for (const webhook of unsent) await send(dependencies, webhook);
      const ids = unsent.map((webhook) => webhook.id);
      await update((session) =>
        session.unsent.some((webhook) => ids.includes(webhook.id))
          ? accept({ type: 'WebhooksSent', ids })
          : accept(),
      );
    }
    const session = { ...viewOf(changed.state), orderId: changed.state.orderId };
    if (changed.outcome === 'rejected') return { outcome: 'refused', session };
    return { outcome: choice === 'succeed' ? 'paid' : 'declined', session };
  };

const send = async ({ behaviours, webhooks, random }: Dependencies, webhook: Webhook): Promise<void> => {
  if (await befalls(behaviours, 'lose')) return;
  for (const planned of planDeliveries(webhook, await behaviours.load(), random)) {
    await webhooks.send(planned);
  }
};
