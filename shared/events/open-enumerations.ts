import { RejectionReason } from './fields.ts';
import { CancelReason, RefundReason } from './orders.ts';
import { ClosureReason } from './payments.ts';

/**
 * The enumerations that may get new values. Subscribers must accept values that they do not know: they can show or log
 * an unknown value, but must not base decisions on it. All other enumerations never get new values, because subscribers
 * base decisions on them.
 */
export const openEnumerations = { CancelReason, ClosureReason, RefundReason, RejectionReason };
