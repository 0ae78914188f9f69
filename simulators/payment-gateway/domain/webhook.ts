import type { Instant } from '../../../shared/kernel/clock.ts';

/** The JSON body of a webhook. */
export type WebhookBody = PaymentBody | MoneyBody;

interface PaymentBody {
  readonly type: 'payment.succeeded' | 'payment.failed';
  readonly timestamp: Instant;
  readonly data: {
    readonly sessionId: string;
    readonly orderId: string;
    readonly amount: number;
    readonly currency: string;
    readonly paidAt?: Instant;
    readonly reason?: string;
    readonly metadata: Readonly<Record<string, string>>;
  };
}

/**
 * The body of a webhook about an action of a person in the console, or of the bank. As with real providers, the body
 * contains neither the order's id nor the metadata.
 */
interface MoneyBody {
  readonly type: 'payment.refunded' | 'dispute.opened' | 'dispute.closed';
  readonly timestamp: Instant;
  readonly data: { readonly sessionId: string };
}

/** A notification for the merchant. All attempts to send it have the same `id` (header `webhook-id`). */
export interface Webhook {
  readonly id: string;
  readonly body: WebhookBody;
}

/** Where the merchant receives webhooks, and the secret that signs them. */
export interface WebhookEndpoint {
  readonly url: string;
  /** `whsec_` and 24 random bytes in base64 (Standard Webhooks, "Signature scheme"). */
  readonly secret: string;
}

/** Stores the endpoint. There is only one. Each operation is one storage call. */
export interface WebhookEndpointStore {
  load(): Promise<WebhookEndpoint | undefined>;
  /** Replaces the endpoint `known` by `next`. Returns false if `known` is no longer the stored endpoint. */
  replace(known: WebhookEndpoint | undefined, next: WebhookEndpoint): Promise<boolean>;
}

/** The part of a session that a webhook contains. */
interface WebhookSubject {
  readonly id: string;
  readonly orderId: string;
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** The webhook about a successful payment. */
export const paymentSucceeded = (session: WebhookSubject, at: Instant): Webhook => ({
  id: `msg_${session.id}_paid`,
  body: { type: 'payment.succeeded', timestamp: at, data: { ...subjectOf(session), paidAt: at } },
});

/** The webhook about a declined payment. A session can have several declines; `decline` is the number of this one. */
export const paymentFailed = (session: WebhookSubject, decline: number, at: Instant): Webhook => ({
  id: `msg_${session.id}_declined_${decline}`,
  body: { type: 'payment.failed', timestamp: at, data: { ...subjectOf(session), reason: 'card_declined' } },
});

/** The webhook about money that moved without the merchant. `change` is the number of this change of the session. */
export const moneyMoved = (
  { id }: Pick<WebhookSubject, 'id'>,
  type: MoneyBody['type'],
  change: number,
  at: Instant,
): Webhook => ({ id: `msg_${id}_console_${change}`, body: { type, timestamp: at, data: { sessionId: id } } });

/**
 * The webhook that an attacker without the signing secret might send. If the given webhook is about a payment, the
 * forged one says that the session was paid. Otherwise, the forged one has the same body.
 */
export const forgeryOf = ({ id, body }: Webhook): Webhook =>
  'orderId' in body.data
    ? {
        id: `${id}_forged`,
        body: {
          ...body,
          type: 'payment.succeeded',
          data: { ...body.data, paidAt: body.data.paidAt ?? body.timestamp },
        },
      }
    : { id: `${id}_forged`, body };

const subjectOf = ({ id, orderId, amount, currency, metadata }: WebhookSubject) => ({
  sessionId: id,
  orderId,
  amount,
  currency,
  metadata,
});
