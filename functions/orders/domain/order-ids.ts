import { AppError } from '../../../shared/errors.ts';
import { addSeconds, type Instant } from '../../../shared/kernel/clock.ts';
import { idFromKey } from '../../../shared/kernel/ids.ts';

/**
 * The length of a term, in days. In one term, an idempotency key gives the same order id. Orders are kept for longer
 * (`leastKeepDays`).
 */
const TERM_DAYS = 365;
/** For this many days from the start of a term, an order of the previous term is looked for, too. */
const LOOK_BACK_DAYS = 30;
/**
 * No id is given in the first seconds of a term, because requests of the previous term may still be running. API
 * Gateway ends requests after 29 seconds.
 */
const SETTLE_SECONDS = 60;

/** The ids of the order that an idempotency key stands for. */
export interface OrderIds {
  readonly orderId: string;
  /**
   * The id that the key gave in the previous term; only in the first days of a term. If an order has this id, the key
   * stands for that order.
   */
  readonly earlierOrderId?: string;
}

const termAt = (customerId: string, key: string, at: Instant): number => {
  const termSeconds = TERM_DAYS * 86_400;
  // Each key has terms of its own, so that the terms of all keys do not begin at once.
  const offset = Number.parseInt(idFromKey(['order-term', customerId], key).slice(0, 8), 16) % termSeconds;
  return Math.floor((Date.parse(at) / 1000 + offset) / termSeconds);
};

/**
 * The order ids of a customer's idempotency key. A key gives a new id in each term, because an id must never be used
 * again after its order has expired: other services may still have rows of it (docs/personal-data.md).
 * @throws AppError `unavailable` in the first minute of a term
 */
export const orderIdsOf = (customerId: string, key: string, at: Instant): OrderIds => {
  const term = termAt(customerId, key, at);
  const idIn = (one: number): string => idFromKey(['order', customerId, String(one)], key);
  if (termAt(customerId, key, addSeconds(at, -SETTLE_SECONDS)) !== term) {
    throw new AppError('unavailable', 'idempotency.key-settling', 'Please try again in a minute', {
      retryAfter: SETTLE_SECONDS,
    });
  }
  const isNew = termAt(customerId, key, addSeconds(at, -LOOK_BACK_DAYS * 86_400)) !== term;
  return { orderId: idIn(term), ...(isNew ? { earlierOrderId: idIn(term - 1) } : {}) };
};
