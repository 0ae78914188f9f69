import type { Instant } from '../../../../shared/kernel/clock.ts';
import type { Webhook } from './webhook.ts';

/** Money given back. `key` is the merchant's idempotency key, `id` the gateway's own name for the refund. */
export interface Refund {
  readonly id: string;
  readonly key: string;
  /** Minor units. */
  readonly amount: number;
  readonly at: Instant;
}

/** What the merchant asks to be paid. */
export interface SessionTerms {
  /** The merchant's reference. */
  readonly orderId: string;
  /** Minor units. */
  readonly amount: number;
  readonly currency: string;
  /** Shown to the payer. The gateway does not close a session by itself; the merchant expires it. */
  readonly payBy: Instant;
  /** Handed back with every answer and webhook, as it came. */
  readonly metadata: Readonly<Record<string, string>>;
}

interface SessionFacts extends SessionTerms {
  readonly id: string;
  readonly createdAt: Instant;
  /** How many times a payment was declined; each decline has a webhook of its own. */
  readonly declines: number;
  /** Webhooks that were decided but may not be on their way yet: whoever touches the session next sends them. */
  readonly unsent: readonly Webhook[];
}

/** A payment session, by what can still happen to it. */
export type Session =
  | (SessionFacts & { readonly status: 'open' })
  | (SessionFacts & {
      readonly status: 'paid';
      readonly paidAt: Instant;
      readonly refunds: readonly Refund[];
    })
  | (SessionFacts & { readonly status: 'expired' });

/** What happened to a session. */
export type SessionEvent =
  | { readonly type: 'SessionPaid'; readonly at: Instant; readonly webhook: Webhook }
  | { readonly type: 'PaymentDeclined'; readonly at: Instant; readonly webhook: Webhook }
  | { readonly type: 'SessionExpired'; readonly at: Instant }
  | { readonly type: 'PaymentRefunded'; readonly refund: Refund }
  | { readonly type: 'WebhooksSent'; readonly ids: readonly string[] };

/** A session as it begins. */
export const openSession = (id: string, terms: SessionTerms, at: Instant): Session => ({
  ...terms,
  id,
  status: 'open',
  createdAt: at,
  declines: 0,
  unsent: [],
});

/** Whether a session was created for exactly these terms, so that a repeated request is a repetition. */
export const hasTerms = (session: Session, terms: SessionTerms): boolean =>
  fingerprint(session) === fingerprint(terms);

const fingerprint = ({ orderId, amount, currency, payBy, metadata }: SessionTerms): string =>
  JSON.stringify([
    orderId,
    amount,
    currency,
    payBy,
    Object.entries(metadata).sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);

/** What has been given back so far, in minor units. */
export const refundedAmountOf = (session: Session): number =>
  session.status === 'paid' ? session.refunds.reduce((sum, { amount }) => sum + amount, 0) : 0;

/** Applies what happened. An event that the state has no place for changes nothing. */
export const evolve = (session: Session, event: SessionEvent): Session => {
  switch (event.type) {
    case 'SessionPaid':
      return {
        ...session,
        status: 'paid',
        paidAt: event.at,
        refunds: [],
        unsent: [...session.unsent, event.webhook],
      };
    case 'PaymentDeclined':
      return { ...session, declines: session.declines + 1, unsent: [...session.unsent, event.webhook] };
    case 'SessionExpired':
      return { ...session, status: 'expired' };
    case 'PaymentRefunded':
      return session.status === 'paid'
        ? { ...session, refunds: [...session.refunds, event.refund] }
        : session;
    case 'WebhooksSent':
      return { ...session, unsent: session.unsent.filter(({ id }) => !event.ids.includes(id)) };
  }
};
