import type { Cause } from '../../../../shared/kernel/cause.ts';
import type { Instant } from '../../../../shared/kernel/clock.ts';

/** An order that ended unfulfilled, by whatever way. */
export interface EndedOrder {
  readonly orderId: string;
  /** When that was said. */
  readonly requestedAt: Instant;
  readonly cause: Cause;
}
