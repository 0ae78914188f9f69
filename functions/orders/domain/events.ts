import type { Instant } from '../../../shared/kernel/clock.ts';
import type { CancelledBy, OrderStatus, Shortage } from './order.ts';

/** What can happen to an order after it was placed. `at` is when orders took note of it. */
export type OrderEvent =
  | { readonly type: 'StockAskedAgain'; readonly at: Instant; readonly attempt: number }
  | { readonly type: 'StockConfirmed'; readonly at: Instant; readonly payBy: Instant }
  | {
      readonly type: 'Rejected';
      readonly at: Instant;
      readonly reason: string;
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
  /** A tick of the watchdog did what was due. `by` is when that tick was sent, which tells it from others. */
  | { readonly type: 'DutyDone'; readonly at: Instant; readonly by: Instant }
  | { readonly type: 'Paid'; readonly at: Instant; readonly amount: number }
  /** Money came for an order that does not want it (any more). */
  | { readonly type: 'UnwantedPaymentRecorded'; readonly at: Instant; readonly amount: number }
  | { readonly type: 'PreparationConfirmed'; readonly at: Instant; readonly again: boolean }
  | { readonly type: 'BecameReady'; readonly at: Instant }
  | { readonly type: 'Completed'; readonly at: Instant }
  | {
      readonly type: 'Cancelled';
      readonly at: Instant;
      readonly previousStatus: OrderStatus;
      readonly by: CancelledBy;
      /** Stable and kebab-case: it is published. */
      readonly cause: string;
      /** Words of a person: they stay in the order, and only staff see them. */
      readonly remark?: string;
    }
  | { readonly type: 'Expired'; readonly at: Instant; readonly cause: string }
  | { readonly type: 'RefundRequested'; readonly at: Instant; readonly reason: string }
  | {
      readonly type: 'RefundRecorded';
      readonly at: Instant;
      readonly refundedAmount: number;
      /** Of the payment, when that much was given back. */
      readonly revision?: number | undefined;
    }
  | { readonly type: 'RefundRefused'; readonly at: Instant };

/** One kind of event. */
export type OrderEventOf<Type extends OrderEvent['type']> = Extract<OrderEvent, { readonly type: Type }>;
