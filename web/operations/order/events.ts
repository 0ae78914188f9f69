import type { components } from '../../../client/index.ts';

export type Insights = components['schemas']['InsightsOrderDetails'];

/** An event of an order's timeline. */
export type TimelineEvent = Insights['timeline'][number];

/** Who publishes an event. */
export type Service = 'orders' | 'inventory' | 'payments' | 'fulfilment';

/** For each type of event about an order, the service that publishes it, and its meaning in words. */
const events: Readonly<Record<string, readonly [Service, string]>> = {
  OrderCreated: ['orders', 'Order placed, stock requested'],
  StockReserved: ['inventory', 'Stock reserved'],
  StockReservationFailed: ['inventory', 'Too little stock'],
  PaymentRequested: ['orders', 'Payment requested'],
  PaymentLinkCreated: ['payments', 'Payment link created'],
  PaymentReminderDue: ['orders', 'Customer reminded to pay'],
  PaymentFailed: ['payments', 'Payment declined'],
  PaymentSucceeded: ['payments', 'Money received'],
  PaymentClosureRequested: ['orders', 'Time to pay over, closure requested'],
  PaymentClosed: ['payments', 'Payment closed'],
  PaymentDisputed: ['payments', 'Payment disputed at the bank'],
  OrderPaid: ['orders', 'Order paid'],
  OrderPreparing: ['orders', 'Preparation confirmed'],
  OrderRejected: ['orders', 'Order rejected'],
  OrderCancelled: ['orders', 'Order cancelled'],
  OrderExpired: ['orders', 'Order expired'],
  OrderCompleted: ['orders', 'Order completed'],
  OrderAnonymised: ['orders', 'Customer forgotten'],
  FulfilmentStarted: ['fulfilment', 'Preparation begun'],
  FulfilmentReady: ['fulfilment', 'Ready to collect'],
  FulfilmentCompleted: ['fulfilment', 'Handed over'],
  RefundRequested: ['orders', 'Refund requested'],
  RefundAccepted: ['payments', 'Refund accepted'],
  RefundCompleted: ['payments', 'Money returned'],
  RefundFailed: ['payments', 'Refund refused'],
};

/** The event types that the page knows. The page shows the name of a type that it does not know. */
export const knownEvents = events;

/** The meaning of an event type, in words. */
export const wordsOf = (type: string): string => events[type]?.[1] ?? type;

/** Which service publishes an event. Undefined for a type that the page does not know. */
export const serviceOf = (type: string): Service | undefined => events[type]?.[0];

const failures: ReadonlySet<string> = new Set([
  'StockReservationFailed',
  'PaymentFailed',
  'PaymentDisputed',
  'RefundFailed',
  'OrderRejected',
  'OrderCancelled',
  'OrderExpired',
]);

/** True if the event reports that something did not succeed. */
export const isFailure = (type: string): boolean => failures.has(type);

const commands: ReadonlySet<string> = new Set([
  'OrderCreated',
  'PaymentRequested',
  'PaymentClosureRequested',
  'RefundRequested',
]);

/** True if the event asks another service to act, and that service answers with an event. */
export const isCommand = (type: string): boolean => commands.has(type);
