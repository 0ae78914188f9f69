import { publishers, type EventType, type ServiceName } from './catalog.ts';

/** Events that a service receives. */
export interface Subscription {
  readonly service: ServiceName;
  readonly events: readonly EventType[];
}

/** A queue that EventBridge rules deliver events to. */
export interface Inbox extends Subscription {
  /** Further conditions on `detail.data`, as an EventBridge pattern: field → allowed values. */
  readonly match?: Readonly<Record<string, readonly (string | number)[]>>;
}

/**
 * The subscriptions of all services. Keys are the names of queues.
 *
 * Inventory has a separate queue for new orders, because it reserves their stock in batches (group commit).
 * `mail-feedback` receives no events of the bus, but SES's reports about e-mails (infra/services/notifications.ts). The
 * watchdog receives only the first OrderCreated of an order. Each later OrderCreated would start a second chain of
 * ticks (delayed messages) for the same order.
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
  // Insights receives all events about orders.
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
 * The functions that EventBridge invokes with each event, without a queue. This costs less and is faster, but a failed
 * event is lost (docs/adr/0056-pushes-need-no-queue-and-no-ticket.md). Keys are the names of functions.
 */
export const listeners = {
  // The events after which pages show something new. Each event names its customer.
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

/** The name of an inbox. It is also the name of its queue. */
export type InboxName = keyof typeof inboxes;
/** The relays of the services that publish events. Each has a dead-letter queue, but no queue. */
export const relayNames: readonly string[] = publishers.map((service) => `${service}-relay`);
/** The events that an inbox receives. */
export type InboxEvent<Name extends InboxName> = (typeof inboxes)[Name]['events'][number];
/** The name of a listener. It is also the name of its function. */
export type ListenerName = keyof typeof listeners;
/** The events that a listener receives. */
export type ListenerEvent<Name extends ListenerName> = (typeof listeners)[Name]['events'][number];
