import type { Instant } from '../../../../shared/kernel/clock.ts';

/** What a webhook says: its JSON body to the letter. */
export interface WebhookBody {
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

/** A notification for the merchant. `id` (header `webhook-id`) stays the same however often it is sent. */
export interface Webhook {
  readonly id: string;
  readonly body: WebhookBody;
}

/** What a webhook is about: a session, as far as it tells of it. */
interface WebhookSubject {
  readonly id: string;
  readonly orderId: string;
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** "The payment arrived." */
export const paymentSucceeded = (session: WebhookSubject, at: Instant): Webhook => ({
  id: `msg_${session.id}_paid`,
  body: { type: 'payment.succeeded', timestamp: at, data: { ...subjectOf(session), paidAt: at } },
});

/** "The payer's bank declined." The session stays open, so there may be several: `decline` counts from 1. */
export const paymentFailed = (session: WebhookSubject, decline: number, at: Instant): Webhook => ({
  id: `msg_${session.id}_declined_${decline}`,
  body: { type: 'payment.failed', timestamp: at, data: { ...subjectOf(session), reason: 'card_declined' } },
});

/** What somebody without the signing secret might send to get goods for nothing: a success that never was. */
export const forgeryOf = ({ id, body }: Webhook): Webhook => ({
  id: `${id}_forged`,
  body: {
    ...body,
    type: 'payment.succeeded',
    data: { ...body.data, paidAt: body.data.paidAt ?? body.timestamp },
  },
});

const subjectOf = ({ id, orderId, amount, currency, metadata }: WebhookSubject) => ({
  sessionId: id,
  orderId,
  amount,
  currency,
  metadata,
});
