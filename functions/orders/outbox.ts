import type { EventData, EventType } from '../../shared/events/catalog.ts';
import { envelope, type Envelope, type Message } from '../../shared/events/envelope.ts';
import type { Cause } from '../../shared/kernel/cause.ts';
import type { OrderEvent } from './domain/events.ts';
import type { Order, OrderLine, PendingOrder } from './domain/order.ts';
import { automaticRefundId } from './domain/refund.ts';
import type { TickContent } from './domain/ticks.ts';

const lines = (order: Order): OrderLine[] =>
  order.items.map(({ productId, name, quantity, unitAmount }) => ({ productId, name, quantity, unitAmount }));

/** Publishes, about one order, at one instant, for one cause. */
const publisher =
  (order: Order, cause: Cause, at: string) =>
  <Type extends EventType>(
    type: Type,
    data: Omit<EventData<Type>, 'orderId' | 'customerId'>,
    discriminator?: string | number,
  ): Envelope => {
    const { orderId, customerId } = order;
    const complete = { orderId, customerId, ...data } as EventData<Type>;
    return envelope({
      type,
      subject: orderId,
      ...(discriminator === undefined ? {} : { discriminator }),
      data: complete,
      at,
      cause,
    });
  };

const stockWanted = (order: Order, attempt: number) => ({
  items: lines(order),
  totalAmount: order.totalAmount,
  currency: order.currency,
  attempt,
});

/** What a new order publishes. */
export const placedEnvelopes = (order: PendingOrder, cause: Cause): readonly Envelope[] => [
  publisher(order, cause, order.createdAt)('OrderCreated', stockWanted(order, order.attempt), order.attempt),
];

/** What a change of an order publishes: some of its events are nobody else's business. */
export const orderEnvelopes = (
  events: readonly OrderEvent[],
  order: Order,
  cause: Cause,
): readonly Envelope[] => events.flatMap((event) => envelopesOf(event, order, cause));

const envelopesOf = (event: OrderEvent, order: Order, cause: Cause): readonly Envelope[] => {
  const publish = publisher(order, cause, event.at);
  const { totalAmount, currency } = order;
  switch (event.type) {
    case 'StockAskedAgain':
      return [publish('OrderCreated', stockWanted(order, event.attempt), event.attempt)];
    case 'StockConfirmed':
    case 'LinkAskedAgain':
      return order.status === 'AWAITING_PAYMENT'
        ? [publish('PaymentRequested', { amount: totalAmount, currency, payBy: order.payBy })]
        : [];
    case 'Rejected':
      return [publish('OrderRejected', { reason: event.reason, shortages: [...event.shortages] })];
    case 'Reminded':
      return order.status === 'AWAITING_PAYMENT'
        ? [publish('PaymentReminderDue', { paymentLink: event.paymentLink, payBy: order.payBy })]
        : [];
    case 'ClosureRequested':
      return [publish('PaymentClosureRequested', {})];
    case 'Paid':
      return [
        publish('OrderPaid', {
          items: lines(order),
          totalAmount,
          currency,
          placedAt: order.createdAt,
          ...(order.note === undefined ? {} : { note: order.note }),
        }),
      ];
    case 'PreparationConfirmed':
      return [publish('OrderPreparing', {})];
    case 'Completed':
      return [publish('OrderCompleted', {})];
    case 'Cancelled':
      return [
        publish('OrderCancelled', {
          items: lines(order),
          previousStatus: event.previousStatus,
          by: event.by,
          cause: event.cause,
        }),
      ];
    case 'Expired':
      return [publish('OrderExpired', { items: lines(order) })];
    case 'RefundRequested': {
      const refundId = automaticRefundId(order.orderId);
      return [publish('RefundRequested', { refundId, all: true, reason: event.reason }, refundId)];
    }
    case 'LinkRecorded':
    case 'DutyDone':
    case 'DeclineRecorded':
    case 'UnwantedPaymentRecorded':
    case 'BecameReady':
    case 'RefundRecorded':
    case 'RefundRefused':
      return [];
  }
};

/** The type of the watchdog's own message. */
export const WATCHDOG_TICK = 'WatchdogTick';

/** A message of the watchdog to itself: look at this order again. It is no event, and goes to its own queue alone. */
export const watchdogTick = (
  { orderId, after }: TickContent,
  time: string,
  { correlationId }: Cause,
): Message => ({
  id: `${WATCHDOG_TICK}:${orderId}:${time}`,
  type: WATCHDOG_TICK,
  version: 1,
  time,
  correlationId,
  // A chain of ticks may be long: its cause is the order, not the tick before.
  causationId: orderId,
  data: after === undefined ? { orderId } : { orderId, after },
});
