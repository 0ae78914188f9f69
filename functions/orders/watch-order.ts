import { secondsBetween, type Clock } from '../../shared/kernel/clock.ts';
import type { MessageContext } from '../../shared/kernel/messages.ts';
import { orderRefusals, type Orders } from './aggregate.ts';
import { isWatched } from './domain/order.ts';
import {
  doWhatIsDue,
  isSuperseded,
  nextDueAt,
  recordTick,
  type Periods,
  type TickContent,
  type Ticks,
} from './domain/watchdog.ts';

/** The ports and settings of the use case. */
export interface WatchdogDependencies {
  readonly orders: Orders;
  readonly ticks: Ticks;
  readonly periods: Periods;
  readonly now: Clock;
}

/**
 * Handles one tick, which is a delayed message that makes the watchdog look at an order:
 * 1. Load the order and do what is due. If something is due, one conditional write stores the result and records this
 *    tick.
 * 2. Send the next tick, even if nothing was due or an earlier delivery of this tick did the work.
 * 3. Return. The return acknowledges this tick.
 *
 * The next tick is sent before this one is acknowledged, so a failure in between does not end the chain of ticks. A
 * tick sends no next tick if other ticks continue the chain (`isSuperseded`). The chain ends when the order is paid or
 * has ended.
 */
export const watchOrder =
  ({ orders, ticks, periods, now }: WatchdogDependencies) =>
  async ({ orderId, after }: TickContent, context: MessageContext): Promise<void> => {
    const tick = { sentAt: context.sentAt, after };
    const order = await orders.changeOrFail(
      orderId,
      context,
      (current, at) => recordTick(doWhatIsDue(current, at, periods), tick, at),
      orderRefusals,
    );
    const due = nextDueAt(order, periods);
    if (!isWatched(order) || due === undefined || isSuperseded(order, tick)) return;
    const seconds = Math.ceil(secondsBetween(now(), due));
    const next = { orderId, after: order.lastDuty?.number };
    await ticks.schedule(next, Math.min(Math.max(seconds, 1), periods.maxTickSeconds), context);
  };
