import type { EventType, ServiceName } from './catalog.ts';

/** A queue that events are delivered to by one rule. */
export interface Inbox {
  readonly service: ServiceName;
  readonly events: readonly EventType[];
  /** Further conditions on `detail.data`, as an EventBridge pattern: field → allowed values. */
  readonly match?: Readonly<Record<string, readonly (string | number)[]>>;
}

/**
 * Which service subscribes to what, written once. Keys are queue names.
 *
 * New orders have a queue of their own in inventory, so that its batches are full of what can be settled together.
 * The watchdog hears OrderCreated of the first attempt alone, or each republishing would be one more look at the order.
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
    ],
  },
  'fulfilment-inbox': { service: 'fulfilment', events: ['OrderPaid', 'OrderPreparing', 'OrderCancelled'] },
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
    ],
  },
} as const satisfies Readonly<Record<string, Inbox>>;

/** An inbox's name, which is its queue's. */
export type InboxName = keyof typeof inboxes;
/** The events that an inbox receives. */
export type InboxEvent<Name extends InboxName> = (typeof inboxes)[Name]['events'][number];
