import type { Instant } from '../../../../shared/kernel/clock.ts';
import { accept, reject, type Decision } from '../../../../shared/kernel/decision.ts';
import { refundedAmountOf, type Refund, type Session, type SessionEvent } from './session.ts';
import { paymentFailed, paymentSucceeded } from './webhook.ts';

/** The payer pays. Paying twice is one payment. */
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

/** The payer's bank says no. The session stays open for another try; what is paid stays paid. */
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

/** The merchant closes the session. One that was paid stays paid: the answer tells the merchant so. */
export const expire = (session: Session, at: Instant): Decision<SessionEvent, never> =>
  session.status === 'open' ? accept({ type: 'SessionExpired', at }) : accept();

/** Why a refund is not carried out. */
export type RefundRejection =
  'session-not-paid' | 'refund-exceeds-payment' | 'idempotency-key-reused' | 'refund-refused';

/**
 * The merchant gives money back. A repetition under the same key changes nothing, whatever the behaviour is by now.
 * @param refuse whether the gateway is to refuse what it could do.
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
  if (refundedAmountOf(session) + wanted.amount > session.amount) return reject('refund-exceeds-payment');
  if (refuse) return reject('refund-refused');
  return accept({ type: 'PaymentRefunded', refund: wanted });
};
