import { publishers, type EventType, type ServiceName } from './catalog.ts';

/** The events that a service receives at one of its queues or functions. */
export interface Subscription {
  readonly service: ServiceName;
  readonly events: readonly EventType[];
}

/** A queue that EventBridge rules deliver events to. */
export interface Inbox extends Subscription {
  /** Further conditions on `detail.data`, as in an EventBridge pattern: the allowed values of each field. */
  readonly match?: Readonly<Record<string, readonly (string | number)[]>>;
}

/**
 * The queues that the services read from, by name, with the events that each queue receives.
 *
 * The inventory service has a separate queue for new orders, because it reserves their stock in batches (group commit).
 * `mail-feedback` receives no events from the bus. It receives SES's reports about e-mails
 * (infra/services/notifications.ts). The watchdog looks at each order again on each tick. A tick is a delayed message
 * that the watchdog sends to its own queue. `orders-watchdog` receives only the first OrderCreated of an order, because
 * a second OrderCreated would start a second chain of ticks.
 */
export const inboxes = {
  'orders-inbox': {
    service: 'orders',
    events: [
      'StockReserved',
      'StockReservationFailed',
      'PaymentLinkCreated',
      'PaymentSucceeded',
      'PaymentFailed',
      'PaymentClosed',
      'FulfilmentStarted',
      'FulfilmentReady',
      'FulfilmentCompleted',
      'RefundCompleted',
      'RefundFailed',
      'ProductChanged',
      'CustomerErasureRequested',
    ],
  },
  'orders-watchdog': { service: 'orders', events: ['OrderCreated'], match: { attempt: [1] } },
  'inventory-inbox': { service: 'inventory', events: ['OrderPaid', 'OrderCancelled', 'OrderExpired'] },
  'inventory-reservations': { service: 'inventory', events: ['OrderCreated'] },
  'payments-inbox': {
    service: 'payments',
    events: [
      'PaymentRequested',
      'PaymentClosureRequested',
      'OrderCancelled',
      'OrderExpired',
      'RefundRequested',
      'RefundAccepted',
      'OrderAnonymised',
    ],
  },
  'fulfilment-inbox': {
    service: 'fulfilment',
    events: ['OrderPaid', 'OrderPreparing', 'OrderCancelled', 'OrderAnonymised'],
  },
  'notifications-inbox': {
    service: 'notifications',
    events: [
      'OrderCreated',
      'PaymentLinkCreated',
      'PaymentReminderDue',
      'OrderPaid',
      'PaymentFailed',
      'OrderRejected',
      'OrderCancelled',
      'OrderExpired',
      'FulfilmentReady',
      'OrderCompleted',
      'RefundCompleted',
      'CustomerErasureRequested',
      'OrderAnonymised',
    ],
  },
  'mail-feedback': { service: 'notifications', events: [] },
  // The insights service receives all events about orders.
  'insights-inbox': {
    service: 'insights',
    events: [
      'OrderCreated',
      'StockReserved',
      'StockReservationFailed',
      'PaymentRequested',
      'PaymentReminderDue',
      'PaymentClosureRequested',
      'PaymentLinkCreated',
      'PaymentSucceeded',
      'PaymentFailed',
      'PaymentClosed',
      'PaymentDisputed',
      'OrderPaid',
      'OrderPreparing',
      'OrderRejected',
      'OrderCancelled',
      'OrderExpired',
      'OrderCompleted',
      'OrderAnonymised',
      'FulfilmentStarted',
      'FulfilmentReady',
      'FulfilmentCompleted',
      'RefundRequested',
      'RefundAccepted',
      'RefundCompleted',
      'RefundFailed',
    ],
  },
} as const satisfies Readonly<Record<string, Inbox>>;

/**
 * The functions that EventBridge invokes directly with events, by name. Without a queue, an event costs less and
 * arrives faster. But if the function fails, the event is lost (docs/adr/0056-pushes-need-no-queue-and-no-ticket.md).
 */
export const listeners = {
  // The events after which an open page shows something new. Each event has the ids of the order and of the customer.
  // By these ids, `live-push` finds the connections of the pages.
  'live-push': {
    service: 'live',
    events: [
      'PaymentLinkCreated',
      'PaymentFailed',
      'OrderPaid',
      'OrderPreparing',
      'FulfilmentReady',
      'OrderCompleted',
      'OrderRejected',
      'OrderCancelled',
      'OrderExpired',
      'RefundCompleted',
      'RefundFailed',
    ],
  },
} as const satisfies Readonly<Record<string, Subscription>>;

/** The name of an inbox. The name of its queue is `orderly-<stage>-<inbox>`. */
export type InboxName = keyof typeof inboxes;
/**
 * The names of the relays, the functions that publish the events of a service. A relay reads the stream of a table, so
 * it has a dead-letter queue but no queue to read from.
 */
export const relayNames: readonly string[] = publishers.map((service) => `${service}-relay`);
/** The events that an inbox receives. */
export type InboxEvent<Name extends InboxName> = (typeof inboxes)[Name]['events'][number];
/** The name of a listener. */
export type ListenerName = keyof typeof listeners;
/** The events that a listener receives. */
export type ListenerEvent<Name extends ListenerName> = (typeof listeners)[Name]['events'][number];
