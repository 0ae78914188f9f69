import type { Instant } from '../../../shared/kernel/clock.ts';
import { accept, reject, type Decision } from '../../../shared/kernel/aggregate.ts';
import { isCaptured, shortened, type CapturedPayment, type Payment, type PaymentSession } from './payment.ts';
import type { PaymentEvent } from './payment-event.ts';

/** What the provider reports about a payment: its session, amount and currency. */
export interface ProviderReport {
  /** Absent if the provider's message names only the order. */
  readonly sessionId?: string;
  readonly amount: number;
  readonly currency: string;
}

/** Why a report of the provider is not recorded. */
export type ReportRejection =
  /** The payment's session is not recorded yet. */
  | 'session-not-recorded'
  /** The report is about another session, amount or currency. A person must look at it. */
  | 'not-this-payment';

/**
 * Decides what to publish for a request for payment: the link, or how the payment ended meanwhile.
 * @param session the session that the provider just created, if one was needed.
 */
export const announceLink = (
  payment: Payment,
  session: PaymentSession | undefined,
): Decision<PaymentEvent, 'session-not-recorded'> => {
  switch (payment.status) {
    case 'PENDING':
    case 'FAILED': {
      const link = payment.session ?? session;
      return link === undefined
        ? reject('session-not-recorded')
        : accept({ type: 'PaymentLinkCreated', session: link });
    }
    case 'CLOSED':
    case 'TOMBSTONE':
    case 'CAPTURED':
    case 'PARTIALLY_REFUNDED':
    case 'REFUNDED':
      return answerClosure(payment);
  }
};

/**
 * Closes a payment that the provider refused for good. If another worker has recorded a session meanwhile, the provider
 * did accept the payment, so the link of that session is published instead.
 */
export const refuseSession = (payment: Payment, at: Instant): Decision<PaymentEvent, never> => {
  switch (payment.status) {
    case 'PENDING':
    case 'FAILED':
      return payment.session === undefined
        ? accept(neverTakenOn(at))
        : accept({ type: 'PaymentLinkCreated', session: payment.session });
    case 'CLOSED':
    case 'TOMBSTONE':
    case 'CAPTURED':
    case 'PARTIALLY_REFUNDED':
    case 'REFUNDED':
      return answerClosure(payment);
  }
};

/** Records that the provider took the money. Even a closed payment becomes captured, because the money was taken. */
export const capture = (
  payment: Payment,
  report: ProviderReport & { readonly capturedAt: Instant },
): Decision<PaymentEvent, ReportRejection> => {
  const mismatch = mismatchOf(payment, report);
  if (mismatch !== undefined) return reject(mismatch);
  switch (payment.status) {
    case 'PENDING':
    case 'FAILED':
    case 'CLOSED': {
      const { session } = payment;
      if (session === undefined) return reject('session-not-recorded');
      return accept({ type: 'PaymentSucceeded', session, capturedAt: report.capturedAt });
    }
    case 'CAPTURED':
    case 'PARTIALLY_REFUNDED':
    case 'REFUNDED':
      return accept();
    case 'TOMBSTONE':
      return reject('not-this-payment');
  }
};

/**
 * Records that a payment attempt was declined. A decline that is reported after a capture or a closure does not undo
 * the capture or closure.
 */
export const decline = (
  payment: Payment,
  report: ProviderReport & { readonly declineId: string; readonly reason: string },
): Decision<PaymentEvent, ReportRejection> => {
  const mismatch = mismatchOf(payment, report);
  if (mismatch !== undefined) return reject(mismatch);
  switch (payment.status) {
    case 'FAILED':
      return payment.declineId === report.declineId ? accept() : accept(declined(report));
    case 'PENDING':
      return accept(declined(report));
    case 'CLOSED':
    case 'CAPTURED':
    case 'PARTIALLY_REFUNDED':
    case 'REFUNDED':
      return accept();
    case 'TOMBSTONE':
      return reject('not-this-payment');
  }
};

/** How a session ended, according to the provider's response to a closure. */
export type SessionEnd =
  | {
      readonly outcome: 'paid';
      readonly session: PaymentSession;
      readonly report: ProviderReport;
      readonly capturedAt: Instant;
    }
  | { readonly outcome: 'closed'; readonly session: PaymentSession }
  /** The provider refuses the payment for good, so the payment has no session. */
  | { readonly outcome: 'refused' };

/** Why a closure is not recorded. */
export type CloseRejection =
  | ReportRejection
  /** A session was recorded while the provider refused to create one. The session must be expired first. */
  | 'session-opened-meanwhile';

/**
 * Closes a payment after its session has ended at the provider. If the customer paid meanwhile, the payment is captured
 * instead, even if the webhook about it was lost.
 */
export const close = (
  payment: Payment,
  end: SessionEnd,
  at: Instant,
): Decision<PaymentEvent, CloseRejection> => {
  switch (payment.status) {
    case 'PENDING':
    case 'FAILED':
    case 'CLOSED': {
      if (end.outcome !== 'paid') {
        if (payment.status === 'CLOSED') return answerClosure(payment);
        if (end.outcome === 'closed') {
          return accept({ type: 'PaymentClosed', session: payment.session ?? end.session, at });
        }
        return payment.session === undefined ? accept(neverTakenOn(at)) : reject('session-opened-meanwhile');
      }
      const session = payment.session ?? end.session;
      const mismatch = mismatchOf({ ...payment, session }, end.report);
      if (mismatch !== undefined) return reject(mismatch);
      return accept({ type: 'PaymentSucceeded', session, capturedAt: end.capturedAt });
    }
    case 'TOMBSTONE':
    case 'CAPTURED':
    case 'PARTIALLY_REFUNDED':
    case 'REFUNDED':
      return answerClosure(payment);
  }
};

/** Publishes again how a payment has ended. */
export const answerClosure = (
  payment: Exclude<Payment, { status: 'PENDING' | 'FAILED' }>,
): Decision<PaymentEvent, never> =>
  isCaptured(payment)
    ? accept(succeeded(payment))
    : accept({
        type: 'PaymentClosed',
        session: payment.status === 'CLOSED' ? payment.session : undefined,
        at: payment.closedAt,
        ...(payment.status === 'CLOSED' && payment.reason !== undefined ? { reason: payment.reason } : {}),
      });

const neverTakenOn = (at: Instant): PaymentEvent => ({
  type: 'PaymentClosed',
  session: undefined,
  at,
  reason: 'refused-by-provider',
});

const succeeded = ({ session, capturedAt }: CapturedPayment): PaymentEvent => ({
  type: 'PaymentSucceeded',
  session,
  capturedAt,
});

const declined = (report: { readonly declineId: string; readonly reason: string }): PaymentEvent => ({
  type: 'PaymentFailed',
  declineId: report.declineId,
  reason: shortened(report.reason),
});

const mismatchOf = (payment: Payment, report: ProviderReport): ReportRejection | undefined => {
  if (payment.status === 'TOMBSTONE') return 'not-this-payment';
  if (payment.amount !== report.amount || payment.currency !== report.currency) return 'not-this-payment';
  if (payment.session === undefined) {
    return payment.status === 'PENDING' ? 'session-not-recorded' : 'not-this-payment';
  }
  if (report.sessionId !== undefined && payment.session.id !== report.sessionId) return 'not-this-payment';
  return undefined;
};
