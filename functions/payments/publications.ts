import { outboxEventsOf } from '../../shared/events/integration-event.ts';
import { type Publish } from '../../shared/kernel/aggregate.ts';
import { type OutboxEvent, outboxOf } from '../../shared/kernel/messages.ts';
import { isCaptured, refundedTotal, type Payment, type PaymentTombstone } from './domain/payment.ts';
import type { PaymentEvent, PaymentEventOf } from './domain/payment-event.ts';
import { refundKey } from './domain/refunds.ts';
import type { paymentEvents } from '../../shared/events/payments.ts';

const outboxEvent = outboxEventsOf<typeof paymentEvents>();

type RealPayment = Exclude<Payment, PaymentTombstone>;

/** Builds PaymentClosed, for a closed payment or for a tombstone. */
const closed = ({ orderId }: Payment, event: PaymentEventOf<'PaymentClosed'>): OutboxEvent => {
  const { type } = event;
  return outboxEvent(type, orderId, {
    orderId,
    ...(event.reason === undefined ? {} : { reason: event.reason }),
  });
};

/**
 * Builds the event about the end of a refund's attempt. Each attempt has its own event, so from the second attempt on,
 * the event's id contains the number of the attempt.
 */
const refundEnded = (
  payment: RealPayment,
  version: number,
  type: 'RefundCompleted' | 'RefundFailed',
  event: { readonly refundId: string; readonly amount: number; readonly attempt?: number },
  reason: string,
): OutboxEvent => {
  const { orderId, customerId, currency } = payment;
  const { refundId, amount, attempt = 1 } = event;
  const data = {
    orderId,
    customerId,
    refundId,
    amount,
    currency,
    refundedAmount: isCaptured(payment) ? refundedTotal(payment) : 0,
    revision: version,
    reason,
  };
  return outboxEvent(type, orderId, data, refundKey({ refundId, attempt }));
};

/**
 * Stands for the refund id in events about money that was refunded without this service. In the ids of these events,
 * the revision stands for the number of the attempt.
 */
const OUTSIDE = 'outside';

/** The integration event that follows from each domain event. A fact that is published again has the same event id. */
const publications: {
  readonly [Type in PaymentEvent['type']]: (
    event: PaymentEventOf<Type>,
    payment: RealPayment,
    version: number,
  ) => OutboxEvent | undefined;
} = {
  PaymentLinkCreated: ({ type, session }, { orderId, customerId, amount, currency, payBy }) =>
    outboxEvent(type, orderId, { orderId, customerId, paymentLink: session.url, amount, currency, payBy }),
  PaymentSucceeded: ({ type, session, capturedAt }, { orderId, customerId, amount, currency }) =>
    outboxEvent(type, orderId, {
      orderId,
      customerId,
      paymentId: session.id,
      amount,
      currency,
      capturedAt,
    }),
  PaymentFailed: ({ type, reason, declineId }, { orderId, customerId }) =>
    outboxEvent(type, orderId, { orderId, customerId, reason }, declineId),
  PaymentClosed: (event, payment) => closed(payment, event),
  RefundAccepted: ({ type, refund: { refundId, amount, reason } }, { orderId, currency }) =>
    outboxEvent(type, orderId, { orderId, refundId, amount, currency, reason }, refundId),
  AutomaticRefundOpened: () => undefined,
  RefundTakenOn: () => undefined,
  CustomerForgotten: () => undefined,
  OutsideRecorded: () => undefined,
  ProviderAsked: () => undefined,
  RefundCompleted: (event, payment, version) =>
    refundEnded(payment, version, 'RefundCompleted', event, event.reason),
  RefundFailed: (event, payment, version) =>
    refundEnded(payment, version, 'RefundFailed', event, event.failure),
  RefundedOutside: ({ amount, revision, reason }, payment, version) =>
    refundEnded(
      payment,
      version,
      'RefundCompleted',
      { refundId: OUTSIDE, amount, attempt: revision },
      reason,
    ),
  OutsideRefundReturned: ({ amount, revision }, payment, version) => {
    const event = { refundId: OUTSIDE, amount, attempt: revision };
    return refundEnded(payment, version, 'RefundFailed', event, 'returned-at-provider');
  },
  PaymentDisputed: ({ type, dispute }, { orderId, customerId, currency }) => {
    const { disputeId, amount, status, reason } = dispute;
    const data = { orderId, customerId, disputeId, amount, currency, status, reason };
    return outboxEvent(type, orderId, data, `${disputeId}#${status}`);
  },
};

const published = <Type extends PaymentEvent['type']>(
  event: PaymentEventOf<Type>,
  payment: RealPayment,
  version: number,
) => publications[event.type](event, payment, version);

/**
 * Builds the outbox of a change. For a tombstone (the record of a closure without a payment), only PaymentClosed is
 * published, because no money was ever taken.
 */
export const publish: Publish<Payment, PaymentEvent> = (events, { state, version, trace, at }) =>
  outboxOf(
    at,
    trace,
    events.flatMap((event) => {
      if (state.status !== 'TOMBSTONE') return published(event, state, version) ?? [];
      return event.type === 'PaymentClosed' ? [closed(state, event)] : [];
    }),
  );
