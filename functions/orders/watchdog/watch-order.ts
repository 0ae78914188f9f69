import type { MessageContext } from '../../../shared/kernel/cause.ts';
import { secondsBetween, type Clock } from '../../../shared/kernel/clock.ts';
import type { ChangeOrder } from '../domain/change-order.ts';
import type { Ticks } from '../domain/ticks.ts';
import { doWhatIsDue, nextDueAt, type Periods } from '../domain/watchdog.ts';

/** What the watchdog works with. */
export interface WatchdogDependencies {
  readonly changeOrder: ChangeOrder;
  readonly ticks: Ticks;
  readonly periods: Periods;
  readonly now: Clock;
  /** The longest a tick may be delayed, in seconds; SQS allows 900. */
  readonly maxTickSeconds: number;
}

/**
 * One tick of an order's watchdog:
 * 1. read the order and do what is due, by a conditional write;
 * 2. send the next tick, also when the duty had been done before;
 * 3. only then is this tick acknowledged, by returning.
 * So at least one tick is under way for each order that still needs watching. The chain ends with the first order beyond
 * those states.
 */
export const watchOrder =
  ({ changeOrder, ticks, periods, now, maxTickSeconds }: WatchdogDependencies) =>
  async ({ orderId }: { readonly orderId: string }, context: MessageContext): Promise<void> => {
    const order = await changeOrder(orderId, context, (current, at) => doWhatIsDue(current, at, periods));
    const due = nextDueAt(order, periods);
    if (due === undefined) return;
    const seconds = Math.ceil(secondsBetween(now(), due));
    await ticks.schedule(orderId, Math.min(Math.max(seconds, 1), maxTickSeconds), context);
  };
