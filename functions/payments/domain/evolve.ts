import { isCaptured, isPayable, type CapturedPayment, type Payment } from './payment.ts';
import type { PaymentEvent } from './payment-event.ts';
import { settledAmount, type Refund } from './refund.ts';

/** The payment after an event. Total: what does not apply, or is already so, leaves the payment as it is. */
export const evolve = (payment: Payment, event: PaymentEvent): Payment => {
  switch (event.type) {
    case 'PaymentLinkCreated':
      return payment.status === 'PENDING' && payment.session === undefined
        ? { ...payment, session: event.session }
        : payment;
    case 'PaymentSucceeded': {
      if (payment.status === 'TOMBSTONE' || isCaptured(payment)) return payment;
      const { session, capturedAt } = event;
      return { ...termsOf(payment), status: 'CAPTURED', session, capturedAt, refunds: [] };
    }
    case 'PaymentFailed':
      return isPayable(payment) && payment.session !== undefined
        ? {
            ...termsOf(payment),
            status: 'FAILED',
            session: payment.session,
            declineId: event.declineId,
            declineReason: event.reason,
          }
        : payment;
    case 'PaymentClosed':
      return isPayable(payment)
        ? {
            ...termsOf(payment),
            status: 'CLOSED',
            closedAt: event.at,
            ...(event.session === undefined ? {} : { session: event.session }),
            ...(event.reason === undefined ? {} : { reason: event.reason }),
          }
        : payment;
    case 'RefundAccepted':
    case 'AutomaticRefundOpened': {
      const others = (refund: Refund): boolean => refund.refundId !== event.refund.refundId;
      return withLedger(payment, (refunds) => [...refunds.filter(others), event.refund]);
    }
    case 'RefundTakenOn':
      return withEntry(payment, event, (refund) =>
        refund.status === 'PENDING' ? { ...refund, underWay: true } : refund,
      );
    case 'RefundCompleted':
      return withEntry(payment, event, (refund) => ({ ...bare(refund), status: 'SETTLED' }));
    case 'RefundFailed':
      return withEntry(payment, event, (refund) =>
        refund.status === 'PENDING' || event.final === true
          ? {
              ...bare(refund),
              status: 'FAILED',
              failure: event.failure,
              ...(event.final === undefined ? {} : { final: event.final }),
            }
          : refund,
      );
  }
};

/** An entry without what only one status of it has. */
const bare = ({ underWay: _underWay, failure: _failure, final: _final, ...refund }: Refund) => refund;

const termsOf = (payment: Exclude<Payment, { status: 'TOMBSTONE' }>) => ({
  orderId: payment.orderId,
  customerId: payment.customerId,
  amount: payment.amount,
  currency: payment.currency,
  payBy: payment.payBy,
  requestedAt: payment.requestedAt,
  correlationId: payment.correlationId,
});

/** Changes the entry of one attempt, if it is still the present one. */
const withEntry = (
  payment: Payment,
  { refundId, attempt }: { readonly refundId: string; readonly attempt?: number },
  change: (refund: Refund) => Refund,
): Payment =>
  withLedger(payment, (refunds) =>
    refunds.map((refund) =>
      refund.refundId === refundId && refund.attempt === attempt ? change(refund) : refund,
    ),
  );

/** The status of a captured payment follows from its ledger. */
const withLedger = (payment: Payment, change: (refunds: readonly Refund[]) => readonly Refund[]): Payment => {
  if (!isCaptured(payment)) return payment;
  const refunds = change(payment.refunds);
  return { ...payment, refunds, status: statusOf(payment.amount, settledAmount(refunds)) };
};

const statusOf = (captured: number, refunded: number): CapturedPayment['status'] => {
  if (refunded === 0) return 'CAPTURED';
  return refunded < captured ? 'PARTIALLY_REFUNDED' : 'REFUNDED';
};
