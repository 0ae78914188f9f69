/** How long tests keep orders and messages after their last change, in days. */
export const KEEP_DAYS = 3_650;
