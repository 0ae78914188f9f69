import type { Instant } from '../../../shared/kernel/clock.ts';
import type { ClosureReason, PaymentSession } from './payment.ts';
import type { Refund } from './refund.ts';

/**
 * What happens to a payment. An event that repeats what is already so changes nothing and is published once more:
 * that is how a request is answered again whose first answer may have been lost.
 */
export type PaymentEvent =
  | { readonly type: 'PaymentLinkCreated'; readonly session: PaymentSession }
  | { readonly type: 'PaymentSucceeded'; readonly session: PaymentSession; readonly capturedAt: Instant }
  | { readonly type: 'PaymentFailed'; readonly declineId: string; readonly reason: string }
  | {
      readonly type: 'PaymentClosed';
      readonly session: PaymentSession | undefined;
      readonly at: Instant;
      /** Only of a payment that could never be made. */
      readonly reason?: ClosureReason;
    }
  /** An administrator's refund stands in the ledger. */
  | { readonly type: 'RefundAccepted'; readonly refund: Refund }
  /** The automatic refund stands in the ledger, or was opened again after a refusal. Not published. */
  | { readonly type: 'AutomaticRefundOpened'; readonly refund: Refund }
  /** The provider has taken the refund on, and a webhook will tell how it ends. Not published. */
  | { readonly type: 'RefundTakenOn'; readonly refundId: string; readonly attempt: number }
  | {
      readonly type: 'RefundCompleted';
      readonly refundId: string;
      /** 0 when there was nothing left to give back. */
      readonly amount: number;
      readonly reason: string;
      /** Absent when there was nothing left to give back: then no entry of the ledger is settled by it. */
      readonly attempt?: number;
    }
  | {
      readonly type: 'RefundFailed';
      readonly refundId: string;
      readonly amount: number;
      readonly attempt: number;
      readonly failure: string;
      /** The provider had taken it on before it failed; see the entry of the ledger. */
      readonly final?: true;
    };
