import type { MessageContext } from '../../../shared/kernel/cause.ts';
import { secondsBetween, type Clock } from '../../../shared/kernel/clock.ts';
import type { ChangeOrder } from '../domain/change-order.ts';
import { isWatched } from '../domain/order.ts';
import type { TickContent, Ticks } from '../domain/ticks.ts';
import { doWhatIsDue, isSuperseded, nextDueAt, signed, type Periods } from '../domain/watchdog.ts';

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
 * 1. read the order and do what is due, by a conditional write that also notes who did it;
 * 2. send the next tick, also when this tick had done its duty before, or when nothing is due yet;
 * 3. only then is this tick acknowledged, by returning.
 * So at least one tick is under way for each order that still needs watching: the one that did the last duty, until it is
 * acknowledged, or one that was sent after it. Any other that finds nothing to do ends here, and ticks that were repeated
 * on their way do not go on side by side. The chain ends with the first order beyond those states.
 */
export const watchOrder =
  ({ changeOrder, ticks, periods, now, maxTickSeconds }: WatchdogDependencies) =>
  async ({ orderId, after }: TickContent, context: MessageContext): Promise<void> => {
    const tick = { sentAt: context.sentAt, after };
    const order = await changeOrder(orderId, context, (current, at) =>
      signed(doWhatIsDue(current, at, periods), tick, at),
    );
    const due = nextDueAt(order, periods);
    if (!isWatched(order) || due === undefined || isSuperseded(order, tick)) return;
    const seconds = Math.ceil(secondsBetween(now(), due));
    const next = { orderId, after: order.lastDuty?.number };
    await ticks.schedule(next, Math.min(Math.max(seconds, 1), maxTickSeconds), context);
  };
