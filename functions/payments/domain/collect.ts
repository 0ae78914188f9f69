import type { Instant } from '../../../shared/kernel/clock.ts';
import { accept, reject, type Decision } from '../../../shared/kernel/decision.ts';
import { isCaptured, type CapturedPayment, type Payment, type PaymentSession } from './payment.ts';
import type { PaymentEvent } from './payment-event.ts';

/** What the provider says about money: whose it is, and how much. */
export interface ProviderReport {
  /** Absent where the provider's message names only the order. */
  readonly sessionId?: string;
  readonly amount: number;
  readonly currency: string;
}

/** Why what the provider reports is not taken over. */
export type ReportRejection =
  /** Our record of the session is still to come. */
  | 'session-not-recorded'
  /** Another session, amount or currency than this payment's: a person has to look. */
  | 'not-this-payment';

/**
 * Answers a request for payment: with the link, or with how the payment ended meanwhile.
 * @param session what the provider answered, when a session had to be created.
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
 * The provider will never take this payment on, so nobody can pay it: it is closed, without a session. Where another
 * worker's session is recorded by now the provider has taken it on after all, and the link counts.
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

/** The provider took the money: also of a closed payment, for it is there. Applied twice it is one capture. */
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

/** An attempt to pay was declined. It never takes back a capture or a closure, which it may have been overtaken by. */
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

/** How a session ended at the provider, where a closure looked. */
export type SessionEnd =
  | {
      readonly outcome: 'paid';
      readonly session: PaymentSession;
      readonly report: ProviderReport;
      readonly capturedAt: Instant;
    }
  | { readonly outcome: 'closed'; readonly session: PaymentSession }
  /** The provider would never open one. */
  | { readonly outcome: 'refused' };

/** Why a closure is not recorded. */
export type CloseRejection =
  | ReportRejection
  /** A session was recorded while the provider refused one: it has to be expired first. */
  | 'session-opened-meanwhile';

/**
 * Closes a payment after the provider did. Money that was taken meanwhile wins, and so heals a webhook that was lost.
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

/** A payment that has ended already: its answer, once more. */
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
  reason: report.reason,
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
