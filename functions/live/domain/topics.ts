import type { ListenerEvent } from '../../../shared/events/subscriptions.ts';
import type { Instant } from '../../../shared/kernel/clock.ts';
import { hashOf } from '../../../shared/kernel/ids.ts';

/** A person with a live connection. */
export interface Subscriber {
  /** The SHA-256 hash of the person's id. The service does not store the id itself. */
  readonly person: string;
  /** Whether the person has the role `staff` or `admin`. */
  readonly isStaff: boolean;
}

/** What a connection can subscribe to. */
export type Subject =
  { readonly to: 'order'; readonly orderId: string } | { readonly to: 'kitchen' | 'operations' };

/** The name under which the connections that follow a subject are stored. */
export type Topic = string;

const orderTopic = (orderId: string, person: string): Topic => `order#${orderId}#${person}`;
/**
 * All staff share one topic for each order. The topic's name has this word in place of a person's hash. No hash equals
 * this word.
 */
const STAFF = 'staff';

/** The hash of a person's id, as topics contain it. */
export const personOf = (id: string): string => hashOf(id);

/**
 * The topic of a subscription, or undefined if the subscriber lacks the role.
 *
 * A customer's topic for an order contains the hash of the customer's own id. `changesOf` builds the topics of an event
 * with the hash of the customer id in the event. So a subscription to another customer's order, or to an order that
 * does not exist, is accepted but receives nothing.
 */
export const topicFor = ({ person, isStaff }: Subscriber, subject: Subject): Topic | undefined => {
  if (subject.to === 'order') return orderTopic(subject.orderId, isStaff ? STAFF : person);
  return isStaff ? subject.to : undefined;
};

/** The events that change what the kitchen's board shows. */
const kitchenEvents: readonly ListenerEvent<'live-push'>[] = [
  'OrderPaid',
  'OrderPreparing',
  'OrderCancelled',
  'FulfilmentReady',
  'OrderCompleted',
];

/** An event about an order, with the fields that decide which subscribers are told of the event. */
export interface OrderChange {
  readonly type: string;
  readonly time: Instant;
  readonly orderId: string;
  readonly customerId: string;
}

/** The topics whose subscribers are told of an event, each with the subject that has changed for them. */
export const changesOf = ({ type, orderId, customerId }: OrderChange): ReadonlyMap<Topic, Subject> => {
  const order = { to: 'order', orderId } as const;
  return new Map<Topic, Subject>([
    [orderTopic(orderId, personOf(customerId)), order],
    [orderTopic(orderId, STAFF), order],
    ['operations', { to: 'operations' }],
    ...(kitchenEvents.some((one) => one === type) ? ([['kitchen', { to: 'kitchen' }]] as const) : []),
  ]);
};
