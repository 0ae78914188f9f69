import type { Cause } from '../../../shared/kernel/cause.ts';

/** The watchdog's own messages: each makes it look at one order again. */
export interface Ticks {
  /** Sends a tick that arrives after `delaySeconds` (0 to 900). One call to the queue. */
  schedule(orderId: string, delaySeconds: number, cause: Cause): Promise<void>;
}
