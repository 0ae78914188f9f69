import {
  accept,
  type Decision,
  type InsertOutcome,
  reject,
  type SaveOutcome,
  type Stored,
} from '../../../shared/kernel/aggregate.ts';
import type { Instant } from '../../../shared/kernel/clock.ts';
import { paymentFailed, paymentSucceeded, type Webhook } from './webhook.ts';

/** A refund. `key` is the merchant's idempotency key, `id` is the gateway's id. The console's refunds have no key. */
export interface Refund {
  readonly id: string;
  readonly key?: string;
  /** In minor units (cents). */
  readonly amount: number;
  readonly at: Instant;
}

/**
 * A dispute: the payer asked the bank to return the money. Until the merchant wins the dispute, the gateway keeps the
 * amount.
 */
export interface Dispute {
  readonly id: string;
  /** In minor units (cents). */
  readonly amount: number;
  readonly status: 'open' | 'won' | 'lost';
  readonly reason: string;
  readonly openedAt: Instant;
}

/** The merchant's request for a payment. */
export interface SessionTerms {
  /** The merchant's id of the order. */
  readonly orderId: string;
  /** In minor units (cents). */
  readonly amount: number;
  readonly currency: string;
  /**
   * The time by which the payer should pay. The page shows it, but the gateway does not enforce it: the merchant
   * expires the session.
   */
  readonly payBy: Instant;
  /** Returned unchanged with the session, and in webhooks about a payment. */
  readonly metadata: Readonly<Record<string, string>>;
}

interface SessionFacts extends SessionTerms {
  readonly id: string;
  readonly createdAt: Instant;
  /** How often a payment was declined. Each decline has its own webhook. */
  readonly declines: number;
  /**
   * Webhooks that are possibly not queued yet. The payer's next try to pay or decline queues them, and so does the next
   * successful action in the console.
   */
  readonly unsent: readonly Webhook[];
}

/** A payment session, by status. */
export type Session =
  | (SessionFacts & { readonly status: 'open' })
  | (SessionFacts & {
      readonly status: 'paid';
      readonly paidAt: Instant;
      readonly refunds: readonly Refund[];
      readonly disputes?: readonly Dispute[];
    })
  | (SessionFacts & { readonly status: 'expired' });

/** What happened to a session. */
export type SessionEvent =
  | { readonly type: 'SessionPaid'; readonly at: Instant; readonly webhook: Webhook }
  | { readonly type: 'PaymentDeclined'; readonly at: Instant; readonly webhook: Webhook }
  | { readonly type: 'SessionExpired'; readonly at: Instant }
  | { readonly type: 'PaymentRefunded'; readonly refund: Refund }
  | { readonly type: 'RefundedInConsole'; readonly refund: Refund; readonly webhook: Webhook }
  | { readonly type: 'DisputesChanged'; readonly disputes: readonly Dispute[]; readonly webhook: Webhook }
  | { readonly type: 'WebhooksSent'; readonly ids: readonly string[] };

/** Stores sessions. Each operation is one storage call. */
export interface SessionStore {
  /** Reads a session with strong consistency. */
  load(id: string): Promise<Stored<Session> | undefined>;
  /** Writes a new session as version 1, unless its id exists. */
  insert(session: Session): Promise<InsertOutcome>;
  /** Writes version `version + 1`, if `version` is still the stored version. */
  save(session: Session, version: number): Promise<SaveOutcome>;
}

/**
 * While this many webhooks wait to be queued, webhooks about further declines are lost. The webhook about a payment is
 * never lost.
 */
const MOST_UNSENT = 20;

/** Creates an open session. */
export const openSession = (id: string, terms: SessionTerms, at: Instant): Session => ({
  ...terms,
  id,
  status: 'open',
  createdAt: at,
  declines: 0,
  unsent: [],
});

/** Whether a session has exactly these terms. If it has, a request with the session's key is a repetition. */
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

/** The sum of all refunds, in minor units. */
export const refundedAmountOf = (session: Session): number =>
  session.status === 'paid' ? session.refunds.reduce((sum, { amount }) => sum + amount, 0) : 0;

/** The disputes of a session, oldest first. */
export const disputesOf = (session: Session): readonly Dispute[] =>
  session.status === 'paid' ? (session.disputes ?? []) : [];

/** The amount that can still be refunded: what was paid, minus refunds and the money that disputes took. */
export const leftOf = (session: Session): number =>
  disputesOf(session).reduce(
    (left, { amount, status }) => left - (status === 'won' ? 0 : amount),
    session.amount - refundedAmountOf(session),
  );

/** The payer pays. If the session is paid already, nothing happens. */
export const pay = (session: Session, at: Instant): Decision<SessionEvent, 'session-expired'> => {
  switch (session.status) {
    case 'open':
      return accept({ type: 'SessionPaid', at, webhook: paymentSucceeded(session, at) });
    case 'paid':
      return accept();
    case 'expired':
      return reject('session-expired');
  }
};

/** The payer's bank declines. The session stays open, so that the payer can try again. */
export const decline = (
  session: Session,
  at: Instant,
): Decision<SessionEvent, 'session-expired' | 'session-paid'> => {
  switch (session.status) {
    case 'open':
      return accept({
        type: 'PaymentDeclined',
        at,
        webhook: paymentFailed(session, session.declines + 1, at),
      });
    case 'paid':
      return reject('session-paid');
    case 'expired':
      return reject('session-expired');
  }
};

/** The merchant closes the session. A paid session stays paid. */
export const expire = (session: Session, at: Instant): Decision<SessionEvent, never> =>
  session.status === 'open' ? accept({ type: 'SessionExpired', at }) : accept();

/** Why the gateway does not make a refund. */
export type RefundRejection =
  'session-not-paid' | 'refund-exceeds-payment' | 'idempotency-key-reused' | 'refund-refused';

/**
 * The merchant refunds money. A repeated request with the same key changes nothing and succeeds, even if `refuse` is
 * true.
 * @param refuse whether the behaviour makes the gateway refuse new refunds.
 */
export const refund = (
  session: Session,
  wanted: Refund,
  refuse: boolean,
): Decision<SessionEvent, RefundRejection> => {
  if (session.status !== 'paid') return reject('session-not-paid');
  const earlier = session.refunds.find(({ key }) => key === wanted.key);
  if (earlier !== undefined) {
    return earlier.amount === wanted.amount ? accept() : reject('idempotency-key-reused');
  }
  if (wanted.amount > leftOf(session)) return reject('refund-exceeds-payment');
  if (refuse) return reject('refund-refused');
  return accept({ type: 'PaymentRefunded', refund: wanted });
};

/** Applies an event. An event that does not fit the status changes nothing. */
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
      return {
        ...session,
        declines: session.declines + 1,
        unsent: session.unsent.length < MOST_UNSENT ? [...session.unsent, event.webhook] : session.unsent,
      };
    case 'SessionExpired':
      return { ...session, status: 'expired' };
    case 'PaymentRefunded':
      return session.status === 'paid'
        ? { ...session, refunds: [...session.refunds, event.refund] }
        : session;
    case 'RefundedInConsole':
      return session.status === 'paid'
        ? {
            ...session,
            refunds: [...session.refunds, event.refund],
            unsent: [...session.unsent, event.webhook],
          }
        : session;
    case 'DisputesChanged':
      return session.status === 'paid'
        ? { ...session, disputes: event.disputes, unsent: [...session.unsent, event.webhook] }
        : session;
    case 'WebhooksSent':
      return { ...session, unsent: session.unsent.filter(({ id }) => !event.ids.includes(id)) };
  }
};
