import { addSeconds, type Instant } from '../../../shared/kernel/clock.ts';
import type { OrderLog } from './message-log.ts';

/** A customer with this many orders in a day, or fewer, is not counted while no order has many messages. */
const FEW_ORDERS = 3;

/** An order with this many messages, or fewer, is not counted while its customer has few orders. */
const FEW_MESSAGES = 20;

/** The messages that are sent without counting. The limit keeps room for them. */
const UNCOUNTED = FEW_ORDERS * FEW_MESSAGES;

/** The least limit of a day: below it, a customer with a few more orders than usual would get no messages. */
export const LEAST_LIMIT = 2 * UNCOUNTED;

/** The most orders of a day that are looked at. A customer with more gets no more messages. */
export const MOST_ORDERS = 100;

/** Orders count for a day, from the time of their first message. */
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
