import { AppError } from '../../shared/errors.ts';
import { aggregate, expiryOf, type Aggregate, type Refusals } from '../../shared/kernel/aggregate.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import { jitteredPause, type Pause } from '../../shared/kernel/contention.ts';
import { resultRefusals } from './domain/carry-out-refund.ts';
import type { CloseRejection, ReportRejection } from './domain/collect.ts';
import { isOver, type Payment } from './domain/payment.ts';
import { evolve, type PaymentEvent } from './domain/payment-event.ts';
import type { PaymentStore } from './domain/payment-store.ts';
import { MOST_REFUNDS, type RefundRejection, type RefundReportRejection } from './domain/refunds.ts';
import { publish } from './publications.ts';

/** Loads, creates and changes payments. */
export type Payments = Aggregate<Payment, PaymentEvent>;

/**
 * Builds the aggregate of payments. Every write of a payment goes through this aggregate.
 * @param keepDays how many days a payment is kept after its last change, if nothing has to happen to it any more
 *   (`isOver`)
 * @param pause the pause before a write is repeated. A write is repeated if another worker changed the payment first. A
 *   payer can cause so many declines that many workers write one payment at once.
 */
export const paymentAggregate = (
  store: PaymentStore,
  now: Clock,
  keepDays: number,
  pause: Pause = jitteredPause,
): Payments =>
  aggregate({
    noun: 'payment',
    store,
    evolve,
    publish,
    now,
    pause,
    expiresAt: expiryOf(keepDays, isOver),
    isTombstone: ({ status }) => status === 'TOMBSTONE',
  });

/** The error for each reason why a webhook about a payment is not recorded. */
export const reportRefusals: Refusals<Payment, ReportRejection> = {
  'session-not-recorded': () =>
    new AppError('not-found', 'payment.session-not-recorded', 'The session is not recorded yet'),
  'not-this-payment': () =>
    new AppError(
      'unprocessable',
      'payment.not-this-payment',
      'The webhook is about another session, amount or currency than the payment',
    ),
};

const mismatch = (code: `payment.${ReportRejection}`) => () =>
  new AppError('unprocessable', code, 'The session at the provider does not match the payment');

/** The error for each reason why the closure of a payment is not recorded. */
export const closeRefusals: Refusals<Payment, CloseRejection> = {
  'session-not-recorded': mismatch('payment.session-not-recorded'),
  'not-this-payment': mismatch('payment.not-this-payment'),
  'session-opened-meanwhile': () =>
    new AppError(
      'conflict',
      'payment.session-opened-meanwhile',
      'A session was recorded while the provider refused to create one',
    ),
};

/** The error for each reason why an administrator's refund is refused. */
export const refundRefusals: Refusals<Payment, RefundRejection> = {
  'nothing-captured': () =>
    new AppError('conflict', 'refund.nothing-captured', 'No money was captured for this order'),
  'exceeds-captured': () =>
    new AppError(
      'unprocessable',
      'refund.exceeds-captured',
      'The amount exceeds what is left of the captured money',
    ),
  'too-many-refunds': () =>
    new AppError(
      'conflict',
      'refund.too-many',
      `A payment has at most ${MOST_REFUNDS} refunds, and the last one must refund all that is left. Send no "amount" to refund the rest, or refund it in the provider's dashboard`,
    ),
  'amount-not-payable': () =>
    new AppError(
      'unprocessable',
      'refund.amount-not-payable',
      'The payment provider cannot return this amount: in this currency, its last digits must be 0',
    ),
  'key-reused': () =>
    new AppError(
      'unprocessable',
      'idempotency.key-reused',
      'This idempotency key was used with another body; use a new key for a new refund',
    ),
};

/** The error for each reason why a webhook about a refund is not recorded. */
export const refundReportRefusals: Refusals<Payment, RefundReportRejection> = {
  ...resultRefusals,
  'not-this-refund': () =>
    new AppError(
      'unprocessable',
      'refund.not-this-refund',
      'The webhook is about another amount or currency than the refund',
    ),
};
