import { RejectionReason } from './fields.ts';
import { CancelReason, RefundReason } from './orders.ts';
import { ClosureReason } from './payments.ts';

/**
 * The enumerations that may get new values. Subscribers must accept values that they do not know: they can show them or
 * log them, but not decide by them. All other enumerations keep their values, because subscribers decide by them.
 */
export const openEnumerations = { CancelReason, ClosureReason, RefundReason, RejectionReason };
