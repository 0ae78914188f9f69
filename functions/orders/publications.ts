import { outboxEventsOf, type DataOf } from '../../shared/events/integration-event.ts';
import { secondsBetween } from '../../shared/kernel/clock.ts';
import { type Publish } from '../../shared/kernel/aggregate.ts';
import { type OutboxEvent, outboxOf } from '../../shared/kernel/messages.ts';
import type { Erasure, ErasureEvent } from './domain/erasure.ts';
import { automaticRefundId, type Order, type OrderEvent, type OrderEventOf } from './domain/order.ts';
import type { orderEvents } from '../../shared/events/orders.ts';

type Events = typeof orderEvents;
const outboxEvent = outboxEventsOf<Events>();

/** Builds an integration event about an order. Adds the order's id and the customer's id to the data. */
const about = <Type extends keyof Events>(
  order: Order,
  type: Type,
  data: Omit<DataOf<Events[Type]>, 'orderId' | 'customerId'>,
  discriminator?: string | number,
): readonly OutboxEvent[] => {
  const { orderId, customerId } = order;
  return [
    outboxEvent(type, orderId, { orderId, customerId, ...data } as DataOf<Events[Type]>, discriminator),
  ];
};

const linesOf = (order: Order) =>
  order.items.map(({ productId, name, quantity, unitAmount }) => ({ productId, name, quantity, unitAmount }));

const stockRequest = (order: Order, attempt: number) => {
  const { totalAmount, currency } = order;
  return about(order, 'OrderCreated', { items: linesOf(order), totalAmount, currency, attempt }, attempt);
};

const paymentRequest = (order: Order) =>
  order.status === 'AWAITING_PAYMENT'
    ? about(order, 'PaymentRequested', {
        amount: order.totalAmount,
        currency: order.currency,
        payBy: order.payBy,
      })
    : [];

/**
 * For how many days after the last entry of an order's history the events of this entry may still arrive: a message
 * stays for at most 14 days in a queue, and for at most 14 days in its dead-letter queue. After that time, these events
 * can no longer create an item of the order in the payments or the fulfilment service. So a service that still has no
 * item of the order need not wait for one.
 */
const ARRIVAL_DAYS = 30;

const mayStillArrive = ({ history, createdAt, forgottenAt = createdAt }: Order): boolean =>
  secondsBetween(history.at(-1)?.at ?? createdAt, forgottenAt) < ARRIVAL_DAYS * 86_400;

/**
 * True if an event of the order may still arrive at the payments service and make it store a payment, or a tombstone (a
 * record without a payment).
 */
const hasPayment = (order: Order): boolean =>
  order.status !== 'PENDING' && order.status !== 'REJECTED' && mayStillArrive(order);

/**
 * True if the order's OrderPaid may still arrive at the fulfilment service. When it arrives, the service opens a
 * ticket.
 */
const hasTicket = (order: Order): boolean =>
  order.history.some(({ status }) => status === 'PAID') && mayStillArrive(order);

const nothing = () => [];

/** For each type of domain event, the integration events that follow from it. */
const publications: {
  readonly [Type in OrderEvent['type']]: (event: OrderEventOf<Type>, order: Order) => readonly OutboxEvent[];
} = {
  Placed: (_, order) => stockRequest(order, 1),
  StockAskedAgain: ({ attempt }, order) => stockRequest(order, attempt),
  StockConfirmed: (_, order) => paymentRequest(order),
  LinkAskedAgain: (_, order) => paymentRequest(order),
  Rejected: ({ reason, shortages }, order) =>
    about(order, 'OrderRejected', { reason, shortages: [...shortages] }),
  Reminded: ({ paymentLink }, order) =>
    order.status === 'AWAITING_PAYMENT'
      ? about(order, 'PaymentReminderDue', { paymentLink, payBy: order.payBy })
      : [],
  ClosureRequested: (_, order) => about(order, 'PaymentClosureRequested', {}),
  Paid: (_, order) =>
    about(order, 'OrderPaid', {
      items: linesOf(order),
      totalAmount: order.totalAmount,
      currency: order.currency,
      placedAt: order.createdAt,
      ...(order.note === undefined ? {} : { note: order.note }),
    }),
  PreparationConfirmed: (_, order) => about(order, 'OrderPreparing', {}),
  Completed: (_, order) => about(order, 'OrderCompleted', {}),
  Cancelled: ({ previousStatus, by, reason }, order) =>
    about(order, 'OrderCancelled', { items: linesOf(order), previousStatus, by, cause: reason }),
  Expired: (_, order) => about(order, 'OrderExpired', { items: linesOf(order) }),
  RefundRequested: ({ reason }, order) => {
    const refundId = automaticRefundId(order.orderId);
    return about(order, 'RefundRequested', { refundId, all: true, reason }, refundId);
  },
  CustomerForgotten: (_, order) =>
    about(order, 'OrderAnonymised', { hasPayment: hasPayment(order), hasTicket: hasTicket(order) }),
  LinkRecorded: nothing,
  DutyDone: nothing,
  DeclineRecorded: nothing,
  UnwantedPaymentRecorded: nothing,
  BecameReady: nothing,
  RefundRecorded: nothing,
  RefundRefused: nothing,
};

const published = <Type extends OrderEvent['type']>(event: OrderEventOf<Type>, order: Order) =>
  publications[event.type](event, order);

/** Builds the outbox of a change: the integration events that follow from its domain events. */
export const publish: Publish<Order, OrderEvent> = (events, { state, trace, at }) =>
  outboxOf(
    events[0]?.at ?? at,
    trace,
    events.flatMap((event) => published(event, state)),
  );

/**
 * Builds the outbox of a change of an erasure. If the change is a request, the outbox contains
 * CustomerErasureRequested.
 */
export const publishErasure: Publish<Erasure, ErasureEvent> = (events, { state, trace, at }) =>
  outboxOf(
    at,
    trace,
    events.flatMap((event) => {
      if (event.type !== 'Requested' || state.status !== 'UNDER_WAY') return [];
      const { erasureId, customerId, requestedAt } = state;
      const data = { erasureId, customerId, requestedAt };
      return [outboxEvent('CustomerErasureRequested', erasureId, data, requestedAt)];
    }),
  );
