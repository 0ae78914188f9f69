import type { Cause } from '../../../shared/kernel/cause.ts';

/** What a tick says. */
export interface TickContent {
  readonly orderId: string;
  /** Which duty of the order was the last when this tick was sent; absent if none had been done. */
  readonly after?: number | undefined;
}

/** The watchdog's own messages: each makes it look at one order again. */
export interface Ticks {
  /** Sends a tick that arrives after `delaySeconds` (0 to 900). One call to the queue. */
  schedule(tick: TickContent, delaySeconds: number, cause: Cause): Promise<void>;
}
