import type { EventType } from '../../../shared/events/catalog.ts';
import type { QueueMessage } from '../../../shared/events/integration-event.ts';
import { inboxes, type InboxName } from '../../../shared/events/subscriptions.ts';
import { nameOf } from '../../../functions/insights/domain/order-row.ts';
import { isCaptured, refundOf } from '../../../functions/payments/domain/payment.ts';
import type { Shop } from '../world/shop.ts';
import { orderIdOf, type Observer } from './observer.ts';

/**
 * Checks an acknowledged message. Returns the problem, or `undefined` if the message has had its effect. `sinceStep` is
 * the step in which the worker that acknowledged the message started.
 */
type Check = (message: QueueMessage, sinceStep: number) => string | undefined;
type Checks = Readonly<Record<string, Check>>;

const unless = (holds: boolean, problem: string): string | undefined => (holds ? undefined : problem);

/**
 * Rules for acknowledged messages:
 * - An acknowledged message has had its effect on the stored state.
 * - Most messages that request something get an answer (an event) each time they are processed, because an earlier
 *   answer may have been lost.
 */
export const answerInvariants = ({ world, stores }: Shop): Observer => {
  const { kernel } = world;
  const lastCommitted = new Map<string, number>();
  /** For each order, the step in which a request for its stock was last sent to the queue inventory-reservations. */
  const sentAt = new Map<string, number>();

  const answered = (orderId: string, since: number, ...types: readonly EventType[]): string | undefined =>
    unless(
      types.some((type) => (lastCommitted.get(`${type} ${orderId}`) ?? -1) >= since),
      `was not answered by ${types.join(' or ')}`,
    );
  const order = (message: QueueMessage) => stores.orders.rows.get(orderIdOf(message))?.state;
  const row = (message: QueueMessage) => stores.reservations.rows.get(orderIdOf(message))?.state;
  const payment = (message: QueueMessage) => stores.payments.rows.get(orderIdOf(message))?.state;
  const ticket = (message: QueueMessage) => stores.tickets.rows.get(orderIdOf(message))?.state;
  const orderIsNot =
    (...statuses: readonly string[]): Check =>
    (message) =>
      unless(
        !statuses.includes(order(message)?.status ?? 'none'),
        `left the order ${order(message)?.status}`,
      );
  const closureIsAnswered: Check = (message, since) =>
    answered(orderIdOf(message), since, 'PaymentClosed', 'PaymentSucceeded');
  const refundOfMessage = (message: QueueMessage) => {
    const current = payment(message);
    const { refundId } = message.data as { readonly refundId: string };
    return current === undefined ? undefined : refundOf(current, refundId);
  };
  const refundIsAnswered: Check = (message, since) =>
    refundOfMessage(message)?.underWay === true
      ? undefined
      : answered(orderIdOf(message), since, 'RefundCompleted', 'RefundFailed');
  const refundIsKnown: Check = (message) => {
    const { revision } = message.data as { readonly revision: number };
    return unless((order(message)?.refundRevision ?? 0) >= revision, 'did not record the refund');
  };
  const isReleased: Check = (message) =>
    unless(
      ['RELEASED', 'REJECTED'].includes(row(message)?.status ?? 'none'),
      `left the reservation ${row(message)?.status}`,
    );

  const isInRow: Check = (message) => {
    const known = stores.insights.rows.get(orderIdOf(message))?.state;
    const isKnown = known !== undefined && nameOf(known.orderId, message.id) in known.events;
    return unless(isKnown || known?.hasMore === true, 'is not in the row of its order');
  };

  const checks: { readonly [Name in InboxName]: Checks } = {
    'orders-watchdog': {},
    'notifications-inbox': {},
    'mail-feedback': {},
    'insights-inbox': Object.fromEntries(inboxes['insights-inbox'].events.map((type) => [type, isInRow])),
    'orders-inbox': {
      StockReserved: orderIsNot('PENDING'),
      StockReservationFailed: orderIsNot('PENDING'),
      PaymentSucceeded: orderIsNot('PENDING', 'AWAITING_PAYMENT'),
      PaymentClosed: orderIsNot('AWAITING_PAYMENT'),
      PaymentLinkCreated: (message) => {
        const current = order(message);
        const hasNone = current?.status === 'AWAITING_PAYMENT' && current.paymentLink === undefined;
        return unless(!hasNone, 'left the order without a link');
      },
      FulfilmentStarted: (message, since) =>
        order(message)?.status === 'PREPARING'
          ? answered(orderIdOf(message), since, 'OrderPreparing')
          : orderIsNot('PAID')(message, since),
      FulfilmentReady: orderIsNot('PAID', 'PREPARING'),
      FulfilmentCompleted: orderIsNot('PAID', 'PREPARING', 'READY'),
      RefundCompleted: refundIsKnown,
      RefundFailed: refundIsKnown,
    },
    'inventory-reservations': {
      OrderCreated: (message, since) => {
        const { attempt } = message.data as { readonly attempt: number };
        const status = row(message)?.status;
        // If the inventory service cannot decide an order yet, it sends the request to its own queue as a new message.
        if ((sentAt.get(orderIdOf(message)) ?? -1) >= since) return undefined;
        if (status === undefined) return 'left the order undecided';
        const isDue = attempt > 1 && (status === 'RESERVED' || status === 'REJECTED');
        return isDue
          ? answered(orderIdOf(message), since, 'StockReserved', 'StockReservationFailed')
          : undefined;
      },
    },
    'inventory-inbox': {
      OrderPaid: (message) => unless(row(message)?.status !== 'RESERVED', 'left the stock uncommitted'),
      OrderExpired: isReleased,
      OrderCancelled: (message, since) => {
        const { previousStatus } = message.data as { readonly previousStatus: string };
        return ['PREPARING', 'READY'].includes(previousStatus) ? undefined : isReleased(message, since);
      },
    },
    'payments-inbox': {
      PaymentRequested: (message, since) =>
        answered(orderIdOf(message), since, 'PaymentLinkCreated', 'PaymentClosed', 'PaymentSucceeded'),
      PaymentClosureRequested: closureIsAnswered,
      OrderCancelled: closureIsAnswered,
      OrderExpired: closureIsAnswered,
      RefundRequested: refundIsAnswered,
      RefundAccepted: refundIsAnswered,
      PaymentWebhookReceived: (message) => {
        const { outcome } = message.data as { readonly outcome: string };
        const current = payment(message);
        const isKnown = current !== undefined && isCaptured(current);
        return unless(outcome !== 'succeeded' || isKnown, 'did not record the payment');
      },
      RefundWebhookReceived: (message) => {
        const { outcome, attempt } = message.data as { readonly outcome: string; readonly attempt: number };
        const refund = refundOfMessage(message);
        if (refund === undefined || refund.attempt !== attempt) return undefined;
        const open = outcome === 'settled' ? ['PENDING'] : ['PENDING', 'SETTLED'];
        return unless(!open.includes(refund.status), `left the refund ${refund.status}`);
      },
    },
    'fulfilment-inbox': {
      OrderPaid: (message) => unless(ticket(message) !== undefined, 'left no ticket'),
      OrderPreparing: (message) => {
        const current = ticket(message);
        return unless(current?.status !== 'PREPARING' || current.confirmed, 'left the start unconfirmed');
      },
      OrderCancelled: (message) =>
        unless(
          ['CANCELLED', 'TOMBSTONE', 'COMPLETED'].includes(ticket(message)?.status ?? 'none'),
          `left the ticket ${ticket(message)?.status}`,
        ),
    },
  };

  const queues = Object.fromEntries(
    Object.entries(checks).map(([name, byType]) => [
      name,
      {
        onSent: (message: QueueMessage) => {
          if (name === 'inventory-reservations') sentAt.set(orderIdOf(message), kernel.steps());
        },
        onAcknowledged: (message: QueueMessage, work: { readonly startedStep: number }) => {
          const problem = byType[message.type]?.(message, work.startedStep);
          if (problem === undefined) return;
          kernel.fail('acknowledged-is-done', `${name}: ${world.describe(message)} ${problem}`);
        },
      },
    ]),
  );

  return {
    queues,
    store: {
      onCommitted: (_service, _id, events) => {
        for (const event of events) lastCommitted.set(`${event.type} ${orderIdOf(event)}`, kernel.steps());
      },
    },
  };
};
