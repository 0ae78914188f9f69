import type { OrderLine, RejectionReason, Shortage } from '../../../shared/events/fields.ts';
import type { CancelledBy, CancelReason, OrderStatus, RefundReason } from '../../../shared/events/orders.ts';
import type { Instant } from '../../../shared/kernel/clock.ts';

/** One step after the placement. An entry without a cause has the usual one of its status (`usualCauses`). */
export interface HistoryEntry {
  readonly status: OrderStatus;
  readonly at: Instant;
  readonly cause?: string;
}

/** What every order has, in every status. Amounts are minor units of `currency`. */
interface OrderFacts {
  readonly orderId: string;
  readonly customerId: string;
  readonly items: readonly OrderLine[];
  readonly totalAmount: number;
  readonly currency: string;
  readonly note?: string;
  /** Identifies the request that placed it, so that reusing its idempotency key with another body is noticed. */
  readonly fingerprint: string;
  readonly createdAt: Instant;
  /** What was paid, and what of it was refunded. Absent until money moves. */
  readonly paidAmount?: number;
  readonly refundedAmount?: number;
  /** The revision of the payment that `refundedAmount` is from. */
  readonly refundRevision?: number;
  /** The steps after the placement, which `createdAt` tells. */
  readonly history: readonly HistoryEntry[];
  /** Since when money of an ended order waits to be refunded. */
  readonly refundRequestedAt?: Instant;
  /** When the provider last refused to refund it. */
  readonly refundRefusedAt?: Instant;
}

/** What an order has while the watchdog follows it. */
interface Watched {
  /**
   * The last duty that a tick of the watchdog carried out, counted from 1, and when that tick was sent. The chain of ticks
   * continues from there.
   */
  readonly lastDuty?: { readonly number: number; readonly tickSentAt: Instant };
}

/** Placed; waits for stock. */
export interface PendingOrder extends OrderFacts, Watched {
  readonly status: 'PENDING';
  /** Without an answer about stock by then, the order is cancelled. */
  readonly stockBy: Instant;
  /** How often stock was asked for, and when last, if more than once. The first time is the placement. */
  readonly attempt?: number;
  readonly askedAt?: Instant;
}

/** Stock is reserved; waits for the payment. */
export interface AwaitingOrder extends OrderFacts, Watched {
  readonly status: 'AWAITING_PAYMENT';
  readonly payBy: Instant;
  readonly paymentLink?: string;
  /** Ids of the messages about declined attempts: the first few, for the history. */
  readonly declines?: readonly string[];
  /** When the payment link was last asked for, if more than once. The first time is the confirmation of the stock. */
  readonly linkAskedAt?: Instant;
  readonly remindedAt?: Instant;
  /** When the provider was asked to close the payment, and how long its answer is awaited. */
  readonly closure?: { readonly requestedAt: Instant; readonly answerBy: Instant };
}

/** Paid, in preparation, ready or handed over. */
export interface PaidOrder extends OrderFacts {
  readonly status: 'PAID' | 'PREPARING' | 'READY' | 'COMPLETED';
}

/** Ended without goods. What was paid is refunded. */
export interface EndedOrder extends OrderFacts {
  readonly status: 'REJECTED' | 'CANCELLED' | 'EXPIRED';
  /** What the person who cancelled wrote about it. Only staff see it. */
  readonly remark?: string;
  readonly rejection?: { readonly reason: RejectionReason; readonly shortages: readonly Shortage[] };
}

/** An order in any status; see "An order's life" in docs/architecture.md. */
export type Order = PendingOrder | AwaitingOrder | PaidOrder | EndedOrder;

/** Whether the watchdog follows the order: it waits for stock or for the payment. */
export const isWatched = (order: Order): order is PendingOrder | AwaitingOrder =>
  order.status === 'PENDING' || order.status === 'AWAITING_PAYMENT';

/** What was paid, in minor units. */
export const paidSoFar = ({ paidAmount = 0 }: Order): number => paidAmount;

/** What was refunded, in minor units. */
export const refundedSoFar = ({ refundedAmount = 0 }: Order): number => refundedAmount;

/** What was paid and not refunded, in minor units. */
export const moneyHeld = (order: Order): number => paidSoFar(order) - refundedSoFar(order);

/** Since when the order has its status. */
export const since = ({ status, history, createdAt }: Order): Instant =>
  history.find((entry) => entry.status === status)?.at ?? createdAt;

/** The id of an order's automatic refund, of which there is one at most. It covers all money that is left. */
export const automaticRefundId = (orderId: string): string => `auto:${orderId}`;

/** The domain events of an order. `at` is when orders recorded it. */
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
  /** A tick of the watchdog carried out a duty. `tickSentAt` identifies the tick. */
  | { readonly type: 'DutyDone'; readonly at: Instant; readonly tickSentAt: Instant }
  | { readonly type: 'Paid'; readonly at: Instant; readonly amount: number }
  /** Money came for an order that has ended. */
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
      /** Free text of a person: it stays in the order, and only staff see it. */
      readonly remark?: string;
    }
  | { readonly type: 'Expired'; readonly at: Instant; readonly reason: ExpiryReason }
  | { readonly type: 'RefundRequested'; readonly at: Instant; readonly reason: RefundReason }
  | {
      readonly type: 'RefundRecorded';
      readonly at: Instant;
      readonly refundedAmount: number;
      /** The revision of the payment that the amount is from. */
      readonly revision?: number | undefined;
    }
  | { readonly type: 'RefundRefused'; readonly at: Instant };

/** Why an order expired. */
export type ExpiryReason = 'not-paid-in-time' | 'closure-not-answered';

/** One type of event. */
export type OrderEventOf<Type extends OrderEvent['type']> = Extract<OrderEvent, { readonly type: Type }>;

/** Every reason why a decision about an order is rejected. */
export type OrderRejection = 'not-cancellable' | 'not-paid' | 'payment-not-requested';
