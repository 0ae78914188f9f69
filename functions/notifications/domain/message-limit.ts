import { addSeconds, type Instant } from '../../../shared/kernel/clock.ts';
import type { OrderLog } from './message-log.ts';

/**
 * A message is not counted if its customer has at most this many orders in 24 hours, and its order has at most
 * `FEW_MESSAGES` messages.
 */
const FEW_ORDERS = 3;

/** See `FEW_ORDERS`. */
const FEW_MESSAGES = 20;

/**
 * The most messages that can be sent without counting. `exceedsLimit` subtracts this number from the limit, because
 * these messages may be sent in addition to the counted ones.
 */
const UNCOUNTED = FEW_ORDERS * FEW_MESSAGES;

/**
 * The lowest limit that a stage may set. With a lower limit, a customer could be over the limit as soon as messages are
 * counted.
 */
export const LEAST_LIMIT = 2 * UNCOUNTED;

/** If the stage has a limit, a customer who has more orders than this in 24 hours gets no more messages. */
export const MOST_ORDERS = 100;

/** The time one day ago. Only orders whose first message was claimed after this time are counted. */
export const countsFrom = (now: Instant): Instant => addSeconds(now, -86_400);

/** How many messages of an order were sent, or are claimed by a worker. */
const messagesOf = ({ messages }: OrderLog): number =>
  messages.filter(({ state }) => state.status === 'SENT' || state.status === 'CLAIMED').length;

/**
 * True if the messages of an order need not be counted together with those of its customer's other orders.
 * @param own the order's log, including the messages that are claimed and not yet sent.
 * @param others how many other orders of the customer had their first message after `countsFrom`.
 */
export const needsNoCount = (own: OrderLog, others: number): boolean =>
  others < FEW_ORDERS && messagesOf(own) <= FEW_MESSAGES;

/**
 * True if a customer's messages of the last 24 hours are too many.
 * @param logs the logs of the orders of these hours, including the messages that are claimed and not yet sent.
 */
export const exceedsLimit = (logs: readonly OrderLog[], limit: number): boolean =>
  logs.length > MOST_ORDERS || logs.reduce((sum, log) => sum + messagesOf(log), 0) > limit - UNCOUNTED;
