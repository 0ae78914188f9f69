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

/** The ports and settings of the watchdog. */
export interface WatchdogDependencies {
  readonly orders: Orders;
  readonly ticks: Ticks;
  readonly periods: Periods;
  readonly now: Clock;
  /** The longest delay of a tick in seconds; SQS allows 900. */
  readonly maxTickSeconds: number;
}

/**
 * One tick of an order's watchdog:
 * 1. load the order and carry out the duty that is due, in one conditional write that also records this tick;
 * 2. send the next tick, also if this tick did its duty before, or if nothing is due yet;
 * 3. return, which acknowledges this tick.
 *
 * So each order that the watchdog follows has at least one tick under way. Duplicate ticks end here (`isSuperseded`), and
 * the chain ends when the order needs no watching any more.
 */
export const watchOrder =
  ({ orders, ticks, periods, now, maxTickSeconds }: WatchdogDependencies) =>
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
    await ticks.schedule(next, Math.min(Math.max(seconds, 1), maxTickSeconds), context);
  };
