import type { OrderLine, RejectionReason, Shortage } from '../../../shared/events/fields.ts';
import type { CancelledBy, CancelReason, OrderStatus, RefundReason } from '../../../shared/events/orders.ts';
import type { Instant } from '../../../shared/kernel/clock.ts';

/**
 * One entry of an order's history. Without a `cause`, the API returns the usual cause of the status (`usualCauses`).
 */
export interface HistoryEntry {
  readonly status: OrderStatus;
  readonly at: Instant;
  readonly cause?: string;
}

/** The fields that an order has in every status. Amounts are in minor units of `currency`, such as cents. */
interface OrderFacts {
  readonly orderId: string;
  readonly customerId: string;
  readonly items: readonly OrderLine[];
  readonly totalAmount: number;
  readonly currency: string;
  readonly note?: string;
  /** Identifies the request that placed the order, so that reusing its idempotency key with another body is noticed. */
  readonly fingerprint: string;
  readonly createdAt: Instant;
  /** The amounts that were paid and refunded. Absent until a payment or a refund is recorded. */
  readonly paidAmount?: number;
  readonly refundedAmount?: number;
  /**
   * `refundedAmount` comes from a report about the payment. `refundRevision` is the payment's revision in that report.
   * Reports with a lower revision are ignored.
   */
  readonly refundRevision?: number;
  /** The entries after the placement. The placement itself has no entry here; its time is `createdAt`. */
  readonly history: readonly HistoryEntry[];
  /** When the refund of an ended order's money was requested. */
  readonly refundRequestedAt?: Instant;
  /** When the automatic refund first failed, because the provider refused it or the bank returned the money. */
  readonly refundRefusedAt?: Instant;
  /** When the customer was forgotten. `customerId` is a pseudonym since then, and `fingerprint` is empty. */
  readonly forgottenAt?: Instant;
}

/** The texts that the customer wrote for the kitchen. An erasure removes them (`evolve`). */
export const customerTexts = ['note'] as const satisfies readonly (keyof OrderFacts)[];

/**
 * Fields of an order that waits for stock or payment. The watchdog (watchdog.ts) acts when a deadline of such an order
 * has passed.
 */
interface Watched {
  /**
   * The watchdog's most recent duty for this order, such as the reminder. `number` is the number of this duty, counted
   * from 1. `tickSentAt` is when the tick (a delayed message) that triggered this duty was sent. `isSuperseded` uses
   * both fields to end duplicate chains of ticks.
   */
  readonly lastDuty?: { readonly number: number; readonly tickSentAt: Instant };
}

/** A placed order that waits for stock. */
export interface PendingOrder extends OrderFacts, Watched {
  readonly status: 'PENDING';
  /** If the inventory service has not answered by this time, the order is cancelled. */
  readonly stockBy: Instant;
  /**
   * How many times stock was requested, and when it was requested most recently. Absent until the second request. The
   * first request is made when the order is placed.
   */
  readonly attempt?: number;
  readonly askedAt?: Instant;
}

/** An order whose stock is reserved and that waits for its payment. */
export interface AwaitingOrder extends OrderFacts, Watched {
  readonly status: 'AWAITING_PAYMENT';
  readonly payBy: Instant;
  readonly paymentLink?: string;
  /** The ids of the messages that reported declined payment attempts. Only the first five are kept. */
  readonly declines?: readonly string[];
  /**
   * When the payment link was most recently requested. Absent until the second request. The first request is made when
   * the stock is reserved.
   */
  readonly linkAskedAt?: Instant;
  readonly remindedAt?: Instant;
  /**
   * When the orders service asked the payments service to close the payment, and until when the order waits for the
   * answer.
   */
  readonly closure?: { readonly requestedAt: Instant; readonly answerBy: Instant };
}

/** An order that is paid, in preparation, ready or handed over. */
export interface PaidOrder extends OrderFacts {
  readonly status: 'PAID' | 'PREPARING' | 'READY' | 'COMPLETED';
}

/** An order that ended before it was handed over. Money that was paid for it is refunded. */
export interface EndedOrder extends OrderFacts {
  readonly status: 'REJECTED' | 'CANCELLED' | 'EXPIRED';
  /** Free text of the person who cancelled. In the orders that the API shows, only staff see it. */
  readonly remark?: string;
  readonly rejection?: { readonly reason: RejectionReason; readonly shortages: readonly Shortage[] };
}

/** An order in any status; see "An order's life" in docs/architecture.md. */
export type Order = PendingOrder | AwaitingOrder | PaidOrder | EndedOrder;

/** True while the order waits for stock or for the payment. The watchdog follows only these orders. */
export const isWatched = (order: Order): order is PendingOrder | AwaitingOrder =>
  order.status === 'PENDING' || order.status === 'AWAITING_PAYMENT';

/** The amount that was paid, in minor units. 0 before the payment. */
export const paidSoFar = ({ paidAmount = 0 }: Order): number => paidAmount;

/** The amount that was refunded, in minor units. 0 before the first refund. */
export const refundedSoFar = ({ refundedAmount = 0 }: Order): number => refundedAmount;

/** The amount that was paid and not refunded, in minor units. */
export const moneyHeld = (order: Order): number => paidSoFar(order) - refundedSoFar(order);

/**
 * True if nothing more has to happen to the order: it was handed over, or it ended and all its money was refunded. Only
 * then does the stored order get an expiry time (TTL).
 */
export const isOver = (order: Order): boolean => {
  switch (order.status) {
    case 'PENDING':
    case 'AWAITING_PAYMENT':
    case 'PAID':
    case 'PREPARING':
    case 'READY':
      return false;
    case 'COMPLETED':
      return true;
    case 'REJECTED':
    case 'CANCELLED':
    case 'EXPIRED':
      return moneyHeld(order) <= 0;
  }
};

/** When the order got its present status. */
export const since = ({ status, history, createdAt }: Order): Instant =>
  history.find((entry) => entry.status === status)?.at ?? createdAt;

/**
 * The id of an order's automatic refund. This refund returns all money that is left. An order has at most one such
 * refund.
 */
export const automaticRefundId = (orderId: string): string => `auto:${orderId}`;

/** The domain events of an order. `at` is when the orders service recorded the event. */
export type OrderEvent =
  | { readonly type: 'Placed'; readonly at: Instant }
  | { readonly type: 'StockAskedAgain'; readonly at: Instant; readonly attempt: number }
  | { readonly type: 'StockConfirmed'; readonly at: Instant; readonly payBy: Instant }
  | {
      readonly type: 'Rejected';
      readonly at: Instant;
      readonly reason: RejectionReason;
      readonly shortages: readonly Shortage[];
    }
  | { readonly type: 'LinkRecorded'; readonly at: Instant; readonly paymentLink: string }
  | { readonly type: 'LinkAskedAgain'; readonly at: Instant }
  | { readonly type: 'Reminded'; readonly at: Instant; readonly paymentLink: string }
  | {
      readonly type: 'DeclineRecorded';
      readonly at: Instant;
      readonly declineId: string;
      readonly reason: string;
    }
  | { readonly type: 'ClosureRequested'; readonly at: Instant; readonly answerBy: Instant }
  /**
   * The watchdog did a duty that was due, such as the reminder. `tickSentAt` identifies the tick that triggered the
   * duty.
   */
  | { readonly type: 'DutyDone'; readonly at: Instant; readonly tickSentAt: Instant }
  | { readonly type: 'Paid'; readonly at: Instant; readonly amount: number }
  /** Money was captured for an order that had ended, or all of it was refunded before the capture was reported. */
  | { readonly type: 'UnwantedPaymentRecorded'; readonly at: Instant; readonly amount: number }
  | { readonly type: 'PreparationConfirmed'; readonly at: Instant; readonly again: boolean }
  | { readonly type: 'BecameReady'; readonly at: Instant }
  | { readonly type: 'Completed'; readonly at: Instant }
  | {
      readonly type: 'Cancelled';
      readonly at: Instant;
      readonly previousStatus: OrderStatus;
      readonly by: CancelledBy;
      readonly reason: CancelReason;
      readonly remark?: string;
    }
  | { readonly type: 'Expired'; readonly at: Instant; readonly reason: ExpiryReason }
  | { readonly type: 'RefundRequested'; readonly at: Instant; readonly reason: RefundReason }
  | {
      readonly type: 'RefundRecorded';
      readonly at: Instant;
      readonly refundedAmount: number;
      /** The payment's revision in the report of this amount. */
      readonly revision?: number | undefined;
    }
  | { readonly type: 'RefundRefused'; readonly at: Instant }
  /** The customer asked to be forgotten. `pseudonym` replaces the customer's id. */
  | { readonly type: 'CustomerForgotten'; readonly at: Instant; readonly pseudonym: string };

/** Why an order expired. */
export type ExpiryReason = 'not-paid-in-time' | 'closure-not-answered';

/** The event with the given type. */
export type OrderEventOf<Type extends OrderEvent['type']> = Extract<OrderEvent, { readonly type: Type }>;

/** Every reason why a command about an existing order is rejected. */
export type OrderRejection = 'not-cancellable' | 'not-paid' | 'payment-not-requested' | 'payment-mismatch';
