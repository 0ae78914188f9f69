import { accept, type Aggregate } from '../../../shared/kernel/aggregate.ts';
import type { Trace } from '../../../shared/kernel/messages.ts';
import { misbehaves, type BehaviourStore } from './behaviour.ts';
import { planDeliveries, type WebhookQueue } from './delivery.ts';
import type { Session, SessionEvent } from './session.ts';
import type { Webhook } from './webhook.ts';

/** What is needed to send a session's webhooks. */
export interface SendDependencies {
  readonly sessions: Aggregate<Session, SessionEvent>;
  readonly behaviours: BehaviourStore;
  readonly webhooks: Pick<WebhookQueue, 'send'>;
  /** Returns a random number from 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number;
}

/** Queues all unsent webhooks of a session, unless the behaviour drops them, and records that they are queued. */
export const sendUnsent = async (
  dependencies: SendDependencies,
  { id, unsent }: Session,
  trace: Trace,
): Promise<void> => {
  if (unsent.length === 0) return;
  for (const webhook of unsent) await send(dependencies, webhook);
  const ids = unsent.map((webhook) => webhook.id);
  await dependencies.sessions.change(id, trace, (session) =>
    session.unsent.some((webhook) => ids.includes(webhook.id))
      ? accept({ type: 'WebhooksSent', ids })
      : accept(),
  );
};

const send = async ({ behaviours, webhooks, random }: SendDependencies, webhook: Webhook): Promise<void> => {
  if (await misbehaves(behaviours, 'lose')) return;
  for (const planned of planDeliveries(webhook, await behaviours.load(), random)) {
    await webhooks.send(planned);
  }
};
