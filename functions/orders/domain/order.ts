import type { Instant } from '../../../shared/kernel/clock.ts';

/** A line as it was priced when the order was placed; `unitAmount` in minor units. */
export interface OrderLine {
  readonly productId: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitAmount: number;
}

/** A product of which there was too little. */
export interface Shortage {
  readonly productId: string;
  readonly requested: number;
  readonly available: number;
}

/** An order's life; see "An order's life" in docs/architecture.md. */
export type OrderStatus =
  | 'PENDING'
  | 'AWAITING_PAYMENT'
  | 'PAID'
  | 'PREPARING'
  | 'READY'
  | 'COMPLETED'
  | 'REJECTED'
  | 'CANCELLED'
  | 'EXPIRED';

/** Who ended an order. */
export type CancelledBy = 'customer' | 'staff' | 'system';

/** One step of an order's life, for people. */
export interface HistoryEntry {
  readonly status: OrderStatus;
  readonly at: Instant;
  readonly cause: string;
}

/** What every order has, whatever its status. Amounts are minor units of `currency`. */
interface OrderFacts {
  readonly orderId: string;
  readonly customerId: string;
  readonly items: readonly OrderLine[];
  readonly totalAmount: number;
  readonly currency: string;
  readonly note?: string;
  /** Identifies the request that placed it, to notice the same idempotency key with another body. */
  readonly fingerprint: string;
  readonly createdAt: Instant;
  /** Past this instant without an answer about stock the order is cancelled. */
  readonly stockBy: Instant;
  readonly paidAmount: number;
  readonly refundedAmount: number;
  /** As of which revision of the payment. */
  readonly refundRevision?: number;
  readonly history: readonly HistoryEntry[];
  /** Since when money of an ended order waits to be given back. */
  readonly refundRequestedAt?: Instant;
  /** When the provider last refused to give it back. */
  readonly refundRefusedAt?: Instant;
}

/** What an order knows while the watchdog looks at it. */
interface Watched {
  /**
   * The last duty that was done, counted from 1, and the tick that did it, by when it was sent: from there the chain of
   * ticks goes on. Absent before the first duty.
   */
  readonly lastDuty?: { readonly number: number; readonly by: Instant };
}

/** Placed; stock is asked for. */
export interface PendingOrder extends OrderFacts, Watched {
  readonly status: 'PENDING';
  /** How often stock was asked for, and when last. */
  readonly attempt: number;
  readonly askedAt: Instant;
}

/** Stock is reserved; the customer is to pay. What is only about that goes with the status: the link is of no use later. */
export interface AwaitingOrder extends OrderFacts, Watched {
  readonly status: 'AWAITING_PAYMENT';
  readonly payBy: Instant;
  readonly paymentLink?: string;
  /** Ids of the messages that told of a declined attempt: the first few, for the timeline. */
  readonly declines: readonly string[];
  readonly awaitingSince: Instant;
  /** When the payment link was last asked for. */
  readonly linkAskedAt: Instant;
  readonly remindedAt?: Instant;
  /** When the provider was asked to close the payment, and until when its answer is awaited. */
  readonly closure?: { readonly requestedAt: Instant; readonly answerBy: Instant };
}

/** Paid, in preparation, ready or handed over. */
export interface PaidOrder extends OrderFacts {
  readonly status: 'PAID' | 'PREPARING' | 'READY' | 'COMPLETED';
}

/** Ended without goods. What was paid, if anything, goes back. */
export interface EndedOrder extends OrderFacts {
  readonly status: 'REJECTED' | 'CANCELLED' | 'EXPIRED';
  /** What the person who cancelled said about it. Free text, perhaps of staff: the customer does not see it. */
  readonly remark?: string;
  readonly rejection?: { readonly reason: string; readonly shortages: readonly Shortage[] };
}

/** An order in any state. */
export type Order = PendingOrder | AwaitingOrder | PaidOrder | EndedOrder;

/** Whether the order may need the watchdog: it waits for an answer or for the customer. */
export const isWatched = (order: Order): order is PendingOrder | AwaitingOrder =>
  order.status === 'PENDING' || order.status === 'AWAITING_PAYMENT';

/** What was paid and not given back, in minor units. */
export const moneyHeld = (order: Order): number => order.paidAmount - order.refundedAmount;

/** Since when the order has been in its status. */
export const since = (order: Order): Instant => order.history.at(-1)?.at ?? order.createdAt;
