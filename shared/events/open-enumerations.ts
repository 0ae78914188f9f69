import { RejectionReason } from './fields.ts';
import { CancelReason, RefundReason } from './orders.ts';
import { ClosureReason } from './payments.ts';

/**
 * The enumerations that may get new values. Subscribers must accept values that they do not know: they can show or log
 * such a value, but their decisions must not depend on it. All other enumerations keep their values, because the
 * decisions of subscribers depend on them.
 */
export const openEnumerations = { CancelReason, ClosureReason, RefundReason, RejectionReason };
