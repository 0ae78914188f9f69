import { addSeconds, type Instant } from '../../../shared/kernel/clock.ts';
import type { OrderLog } from './message-log.ts';

/** Messages are not counted while a customer has at most this many orders in a day, with few messages each. */
const FEW_ORDERS = 3;

/** Messages are not counted while a customer has few orders in a day, with at most this many messages each. */
const FEW_MESSAGES = 20;

/** The most messages that can be sent without counting. `exceedsLimit` keeps room for them. */
const UNCOUNTED = FEW_ORDERS * FEW_MESSAGES;

/** The lowest limit that a stage may set. With less, a customer with a few more orders would get no messages. */
export const LEAST_LIMIT = 2 * UNCOUNTED;

/** The most orders of a day that are looked at. A customer with more gets no more messages. */
export const MOST_ORDERS = 100;

/** The time one day ago. Only orders whose first message was claimed after this time are counted. */
export const countsFrom = (now: Instant): Instant => addSeconds(now, -86_400);

/** The messages of an order that were sent, or that a worker is sending. */
const messagesOf = ({ messages }: OrderLog): number =>
  messages.filter(({ state }) => state.status === 'SENT' || state.status === 'CLAIMED').length;

/**
 * True if the messages of an order need not be counted together with those of its customer's other orders.
 * @param own the order's log, with the messages to decide about.
 * @param others how many other orders of the customer had their first message within a day.
 */
export const needsNoCount = (own: OrderLog, others: number): boolean =>
  others < FEW_ORDERS && messagesOf(own) <= FEW_MESSAGES;

/**
 * True if the messages of a customer's day are too many.
 * @param logs the logs of the day's orders, with the messages to decide about.
 */
export const exceedsLimit = (logs: readonly OrderLog[], limit: number): boolean =>
  logs.length > MOST_ORDERS || logs.reduce((sum, log) => sum + messagesOf(log), 0) > limit - UNCOUNTED;
