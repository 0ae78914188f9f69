import type { ClosureReason } from '../../../shared/events/payments.ts';
import type { Instant } from '../../../shared/kernel/clock.ts';
import { without } from '../../../shared/kernel/aggregate.ts';
import {
  isCaptured,
  isPayable,
  refundedTotal,
  type CapturedPayment,
  type ClosedPayment,
  type Dispute,
  type FailedPayment,
  type Outside,
  type Payment,
  type PaymentSession,
  type Refund,
} from './payment.ts';

/**
 * The domain events of a payment. An event that repeats what is recorded changes nothing, but it is published again,
 * because the first publication may have been lost.
 */
export type PaymentEvent =
  | { readonly type: 'PaymentLinkCreated'; readonly session: PaymentSession }
  | { readonly type: 'PaymentSucceeded'; readonly session: PaymentSession; readonly capturedAt: Instant }
  | { readonly type: 'PaymentFailed'; readonly declineId: string; readonly reason: string }
  | {
      readonly type: 'PaymentClosed';
      readonly session: PaymentSession | undefined;
      readonly at: Instant;
      /** Present only if the payment never could be made. */
      readonly reason?: ClosureReason;
    }
  /** An administrator's refund was added to the ledger. */
  | { readonly type: 'RefundAccepted'; readonly refund: Refund }
  /** The automatic refund was added to the ledger, or a new attempt of it began. Not published. */
  | { readonly type: 'AutomaticRefundOpened'; readonly refund: Refund }
  /** The provider accepted the refund, and a webhook will report how it ends. Not published. */
  | { readonly type: 'RefundTakenOn'; readonly refundId: string; readonly attempt: number }
  | {
      readonly type: 'RefundCompleted';
      readonly refundId: string;
      /** 0 if nothing was left to refund. */
      readonly amount: number;
      readonly reason: string;
      /** Absent if nothing was left to refund. The event then changes no entry of the ledger. */
      readonly attempt?: number;
    }
  | {
      readonly type: 'RefundFailed';
      readonly refundId: string;
      readonly amount: number;
      readonly attempt: number;
      readonly failure: string;
      /**
       * True if the provider first accepted the refund and it failed later. No new attempt then starts automatically
       * (`Refund.final`).
       */
      readonly final?: true;
    }
  /** The provider's statement contained something new about what happened without this service. Not published. */
  | { readonly type: 'OutsideRecorded'; readonly outside: Outside }
  /** The customer got money back without this service. Published as RefundCompleted. */
  | {
      readonly type: 'RefundedOutside';
      /** How much more was refunded than before, in minor units. */
      readonly amount: number;
      readonly revision: number;
      readonly reason: 'refunded-at-provider' | 'dispute-lost';
    }
  /** A refund that was made without this service has failed: its money came back. Published as RefundFailed. */
  | { readonly type: 'OutsideRefundReturned'; readonly amount: number; readonly revision: number }
  /** A dispute was opened, won or lost. */
  | { readonly type: 'PaymentDisputed'; readonly dispute: Dispute }
  /** A scheduled check is about to ask the provider. Not published. */
  | { readonly type: 'ProviderAsked'; readonly at: Instant }
  /** The customer is forgotten. `pseudonym` replaces the customer's id. Not published. */
  | { readonly type: 'CustomerForgotten'; readonly pseudonym: string };

/** The event with the given type. */
export type PaymentEventOf<Type extends PaymentEvent['type']> = Extract<
  PaymentEvent,
  { readonly type: Type }
>;

/** Fields that are removed when a payment is captured or closed. */
const failedOnly = ['declineId', 'declineReason'] as const satisfies readonly (keyof FailedPayment)[];

/** Fields that are removed when a closed payment is captured after all. */
const closedOnly = ['closedAt', 'reason'] as const satisfies readonly (keyof ClosedPayment)[];

/**
 * Fields that are removed when a refund's attempt ends. A failed attempt then sets some of them again. All other fields
 * stay.
 */
const attemptOnly = [
  'underWay',
  'failure',
  'final',
  'failedAtOutside',
] as const satisfies readonly (keyof Refund)[];

/** Returns the payment after an event. An event that does not fit the payment's status changes nothing. */
export const evolve = (payment: Payment, event: PaymentEvent): Payment => {
  switch (event.type) {
    case 'PaymentLinkCreated':
      return payment.status === 'PENDING' && payment.session === undefined
        ? { ...payment, session: event.session }
        : payment;
    case 'PaymentSucceeded': {
      if (payment.status === 'TOMBSTONE' || isCaptured(payment)) return payment;
      const { session, capturedAt } = event;
      const kept = without(payment, [...failedOnly, ...closedOnly]);
      return { ...kept, status: 'CAPTURED', session, capturedAt, refunds: [] };
    }
    case 'PaymentFailed':
      return isPayable(payment) && payment.session !== undefined
        ? {
            ...payment,
            status: 'FAILED',
            session: payment.session,
            declineId: event.declineId,
            declineReason: event.reason,
          }
        : payment;
    case 'PaymentClosed':
      return isPayable(payment)
        ? {
            ...without(payment, failedOnly),
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
      return withEntry(payment, event, (refund) => ({ ...without(refund, attemptOnly), status: 'SETTLED' }));
    case 'RefundFailed':
      return withEntry(payment, event, (refund) =>
        refund.status === 'PENDING' || event.final === true
          ? {
              ...without(refund, attemptOnly),
              status: 'FAILED',
              failure: event.failure,
              ...(event.final === undefined ? {} : { final: event.final }),
              ...(isCaptured(payment) && payment.outside !== undefined
                ? { failedAtOutside: payment.outside.revision }
                : {}),
            }
          : refund,
      );
    case 'OutsideRecorded':
      return isCaptured(payment) ? withStatus({ ...payment, outside: event.outside }) : payment;
    case 'RefundedOutside':
    case 'OutsideRefundReturned':
    case 'PaymentDisputed':
      return payment;
    case 'ProviderAsked':
      return isCaptured(payment) ? { ...payment, askedAt: event.at } : payment;
    case 'CustomerForgotten':
      return { ...payment, customerId: event.pseudonym };
  }
};

/** Changes the ledger's entry for one attempt of a refund, unless a later attempt has begun. */
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

/** Changes the ledger, and derives the payment's status from the result. */
const withLedger = (payment: Payment, change: (refunds: readonly Refund[]) => readonly Refund[]): Payment =>
  isCaptured(payment) ? withStatus({ ...payment, refunds: change(payment.refunds) }) : payment;

const withStatus = (payment: CapturedPayment): CapturedPayment => {
  const refunded = refundedTotal(payment);
  if (refunded === 0) return { ...payment, status: 'CAPTURED' };
  return { ...payment, status: refunded < payment.amount ? 'PARTIALLY_REFUNDED' : 'REFUNDED' };
};
