import { between } from '../parts/words.ts';
import type { OrderRow } from './live-list.ts';

/** What an order of the list waits for, in a few words. */
export interface RowWait {
  readonly what: string;
  readonly since: string;
  /** True if the order waits for a service, not for a person, and has waited unusually long. */
  readonly isSlow: boolean;
}

/**
 * A wait for stock or for a refund is marked as slow if it is longer than this, in milliseconds. Services usually
 * respond within seconds.
 */
const SLOW_STOCK = 60_000;
const SLOW_REFUND = 600_000;

const waits: Readonly<
  Partial<Record<OrderRow['status'], { readonly what: string; readonly slowAfter: number }>>
> = {
  PENDING: { what: 'stock', slowAfter: SLOW_STOCK },
  AWAITING_PAYMENT: { what: 'the payment', slowAfter: Infinity },
  PAID: { what: 'the kitchen to begin', slowAfter: Infinity },
  PREPARING: { what: 'the kitchen to finish', slowAfter: Infinity },
  READY: { what: 'the customer to collect it', slowAfter: Infinity },
};

/**
 * What an order waits for, as far as its events show it. Undefined if nothing more has to happen: the order is
 * completed, or it has ended and all its money was returned.
 */
export const waitOf = (row: OrderRow, now: string): RowWait | undefined => {
  const since = row.steps.at(-1)?.at ?? row.lastEventAt;
  const wait = waits[row.status];
  if (wait !== undefined) {
    return { what: wait.what, since, isSlow: between(since, now) > wait.slowAfter };
  }
  const isHeld = row.status !== 'COMPLETED' && row.capturedAmount > row.refundedAmount;
  return isHeld ? { what: 'the refund', since, isSlow: between(since, now) > SLOW_REFUND } : undefined;
};
