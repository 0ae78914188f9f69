import { AppError } from '../../../shared/errors.ts';
import { addSeconds, type Instant } from '../../../shared/kernel/clock.ts';
import { idFromKey } from '../../../shared/kernel/ids.ts';

/** How long an idempotency key gives the same order id, in days. Orders are kept for longer (`leastKeepDays`). */
const TERM_DAYS = 365;
/** How long a new term first looks for an order of the term before, in days. */
const LOOK_BACK_DAYS = 30;
/** At the beginning of a term, requests of the term before may still be running. API Gateway ends them after 29 seconds. */
const SETTLE_SECONDS = 60;

/** The ids of the order that an idempotency key stands for. */
export interface OrderIds {
  readonly orderId: string;
  /** In the first days of a term: the id that the key gave before. If it has an order, the key stands for that one. */
  readonly earlierOrderId?: string;
}

const termAt = (customerId: string, key: string, at: Instant): number => {
  const termSeconds = TERM_DAYS * 86_400;
  // Each key has terms of its own, so that they do not all begin at once.
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
