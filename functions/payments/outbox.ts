import { envelope } from '../../shared/events/envelope.ts';
import type { OutboxMessage } from '../../shared/kernel/outbox.ts';
import type { Stored } from '../../shared/kernel/change.ts';
import type { Cause } from '../../shared/kernel/cause.ts';
import type { Instant } from '../../shared/kernel/clock.ts';
import { isCaptured, type Payment } from './domain/payment.ts';
import type { PaymentEvent } from './domain/payment-event.ts';
import type { ToEnvelopes } from './domain/payment-store.ts';
import { refundKey, settledAmount } from './domain/refund.ts';

/**
 * Payments' domain events as they are published. An answer that is given again bears the id of the first one, for the
 * ids are made of the order and of what tells its events apart: a decline, a refund, an attempt.
 */
export const paymentsOutbox: ToEnvelopes = (events, saved, cause, at) =>
  events.flatMap((event) => publish(event, saved, cause, at));

const publish = (
  event: PaymentEvent,
  { state: payment, version }: Stored<Payment>,
  cause: Cause,
  at: Instant,
): OutboxMessage[] => {
  const { orderId, customerId } = payment;
  const common = { subject: orderId, at, cause };
  if (event.type === 'PaymentClosed') {
    const data = { orderId, ...(event.reason === undefined ? {} : { reason: event.reason }) };
    return [envelope({ ...common, type: event.type, data })];
  }
  // Behind a tombstone there was never any money to tell of.
  if (payment.status === 'TOMBSTONE') return [];
  const { amount, currency, payBy } = payment;

  switch (event.type) {
    case 'PaymentLinkCreated': {
      const data = { orderId, customerId, paymentLink: event.session.url, amount, currency, payBy };
      return [envelope({ ...common, type: event.type, data })];
    }
    case 'PaymentSucceeded': {
      const { session, capturedAt } = event;
      const data = { orderId, customerId, paymentId: session.id, amount, currency, capturedAt };
      return [envelope({ ...common, type: event.type, data })];
    }
    case 'PaymentFailed': {
      const data = { orderId, customerId, reason: event.reason };
      return [envelope({ ...common, type: event.type, discriminator: event.declineId, data })];
    }
    case 'RefundAccepted': {
      const { refundId, amount: refundAmount, reason } = event.refund;
      const data = { orderId, refundId, amount: refundAmount, currency, reason };
      return [envelope({ ...common, type: event.type, discriminator: refundId, data })];
    }
    case 'AutomaticRefundOpened':
    case 'RefundTakenOn':
      return [];
    case 'RefundCompleted':
    case 'RefundFailed': {
      const { refundId, attempt = 1 } = event;
      const refundedAmount = isCaptured(payment) ? settledAmount(payment.refunds) : 0;
      const completed = event.type === 'RefundCompleted';
      const data = {
        orderId,
        customerId,
        refundId,
        amount: event.amount,
        currency,
        refundedAmount,
        revision: version,
        reason: completed ? event.reason : event.failure,
      };
      // Each attempt completes or fails, or completes and fails afterwards.
      const discriminator = refundKey({ refundId, attempt });
      return [envelope({ ...common, type: event.type, discriminator, data })];
    }
  }
};
