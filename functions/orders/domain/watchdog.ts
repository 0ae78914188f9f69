import type { QueueMessage } from '../../../shared/events/integration-event.ts';
import { addSeconds, secondsBetween, type Instant } from '../../../shared/kernel/clock.ts';
import { accept, type Decision } from '../../../shared/kernel/aggregate.ts';
import type { Trace } from '../../../shared/kernel/messages.ts';
import { cancelled } from './cancel.ts';
import {
  type AwaitingOrder,
  isWatched,
  since,
  type Order,
  type OrderEvent,
  type PendingOrder,
} from './order.ts';

/** Time limits in seconds, from the stage's settings. */
export interface Periods {
  /**
   * If the inventory service does not answer a request for stock within this time, stock is requested a second time.
   * `repeatAt` says when it is requested again after that.
   */
  readonly stockAnswerSeconds: number;
  /**
   * If no payment link arrives within this time, it is requested a second time. `repeatAt` says when it is requested
   * again after that.
   */
  readonly linkAnswerSeconds: number;
  /** How long an order waits for the answer to its request to close the payment. */
  readonly closureGraceSeconds: number;
  /** The longest time until the watchdog looks at an order again. SQS delays a tick by at most 900 seconds. */
  readonly maxTickSeconds: number;
}

/** A duty: something that the watchdog must do for an order, and when it is due. */
interface Duty {
  readonly at: Instant;
  readonly events: (order: Order, now: Instant) => readonly OrderEvent[];
}

const halfWay = (from: Instant, to: Instant): Instant => addSeconds(from, secondsBetween(from, to) / 2);

/**
 * When to repeat a request that was first made at `first` and most recently at `last`. The first wait is
 * `answerSeconds`. Each further wait is `answerSeconds` longer than all earlier waits together, so it is twice as long
 * as the wait before it. A further wait that would be longer than `maxTickSeconds` is shortened to `maxTickSeconds`.
 */
const repeatAt = (
  first: Instant,
  last: Instant,
  answerSeconds: number,
  { maxTickSeconds }: Periods,
): Instant => {
  const doubled = secondsBetween(first, last) + answerSeconds;
  return addSeconds(last, Math.max(answerSeconds, Math.min(doubled, maxTickSeconds)));
};

const pendingDuties = (
  { stockBy, createdAt, askedAt = createdAt, attempt = 1 }: PendingOrder,
  periods: Periods,
): readonly Duty[] => [
  {
    at: stockBy,
    events: (current, at) => cancelled(current, { by: 'system', reason: 'stock-not-answered', at }),
  },
  {
    at: repeatAt(createdAt, askedAt, periods.stockAnswerSeconds, periods),
    events: (_, at) => [{ type: 'StockAskedAgain', at, attempt: attempt + 1 }],
  },
];

const awaitingDuties = (order: AwaitingOrder, periods: Periods): readonly Duty[] => {
  const { closure, paymentLink } = order;
  if (closure !== undefined) {
    return [
      { at: closure.answerBy, events: (_, at) => [{ type: 'Expired', at, reason: 'closure-not-answered' }] },
    ];
  }
  const duties: Duty[] = [
    {
      at: order.payBy,
      events: (_, at) => [
        { type: 'ClosureRequested', at, answerBy: addSeconds(at, periods.closureGraceSeconds) },
      ],
    },
  ];
  if (paymentLink === undefined) {
    const first = since(order);
    duties.push({
      at: repeatAt(first, order.linkAskedAt ?? first, periods.linkAnswerSeconds, periods),
      events: (_, at) => [{ type: 'LinkAskedAgain', at }],
    });
  } else if (order.remindedAt === undefined) {
    duties.push({
      at: halfWay(since(order), order.payBy),
      events: (_, at) => [{ type: 'Reminded', at, paymentLink }],
    });
  }
  return duties;
};

/** The present duties of an order, by priority. If several are due, the first one is carried out. */
const dutiesOf = (order: Order, periods: Periods): readonly Duty[] => {
  switch (order.status) {
    case 'PENDING':
      return pendingDuties(order, periods);
    case 'AWAITING_PAYMENT':
      return awaitingDuties(order, periods);
    case 'PAID':
    case 'PREPARING':
    case 'READY':
    case 'COMPLETED':
    case 'REJECTED':
    case 'CANCELLED':
    case 'EXPIRED':
      return [];
  }
};

/**
 * Decides the events of the first duty that is due. Nothing is due if, for example, the watchdog did the duty when this
 * tick was delivered before.
 */
export const doWhatIsDue = (order: Order, now: Instant, periods: Periods): Decision<OrderEvent, never> => {
  const due = dutiesOf(order, periods).find((duty) => duty.at <= now);
  return due === undefined ? accept() : accept(...due.events(order, now));
};

/** Identifies a tick, which is a delayed message that makes the watchdog look at one order. */
export interface Tick {
  readonly sentAt: Instant;
  /**
   * The number of the order's most recent duty when this tick was sent. Absent if the watchdog had carried out none
   * yet.
   */
  readonly after?: number | undefined;
}

/**
 * True if other ticks already continue this order's chain of ticks, so this tick must not send the next one.
 *
 * Queues may deliver a tick twice, and each copy would start a chain. After the order's first duty, only these ticks
 * continue the chain:
 * - the tick that triggered the order's most recent duty;
 * - each tick that was sent after that duty.
 *
 * Times are compared only for equality, because the clocks of two workers may differ.
 */
export const isSuperseded = (order: Order, tick: Tick): boolean =>
  isWatched(order) &&
  order.lastDuty !== undefined &&
  order.lastDuty.number !== tick.after &&
  order.lastDuty.tickSentAt !== tick.sentAt;

/**
 * Adds the event `DutyDone`, which names the tick, to a decision that has events. So one write stores the events and
 * the tick.
 */
export const recordTick = (
  decision: Decision<OrderEvent, never>,
  tick: Tick,
  at: Instant,
): Decision<OrderEvent, never> =>
  decision.outcome === 'accepted' && decision.events.length > 0
    ? accept<OrderEvent>(...decision.events, { type: 'DutyDone', at, tickSentAt: tick.sentAt })
    : decision;

/** When the next duty is due, or `undefined` for an order that the watchdog no longer follows. */
export const nextDueAt = (order: Order, periods: Periods): Instant | undefined =>
  dutiesOf(order, periods)
    .map((duty) => duty.at)
    .toSorted()[0];

/** The content of a tick: a message that makes the watchdog look at one order again. */
export interface TickContent {
  readonly orderId: string;
  /** See `Tick.after`. */
  readonly after?: number | undefined;
}

/** Sends ticks to the watchdog's own queue. */
export interface Ticks {
  /** Sends a tick that arrives after `delaySeconds` (0 to 900). Makes one call to the queue. */
  schedule(tick: TickContent, delaySeconds: number, trace: Trace): Promise<void>;
}

/** The message type of a tick. */
export const WATCHDOG_TICK = 'WatchdogTick';

/** Builds the message of a tick. It is not an integration event, because it goes only to the watchdog's own queue. */
export const watchdogTick = (
  { orderId, after }: TickContent,
  time: string,
  { correlationId }: Trace,
): QueueMessage => ({
  id: `${WATCHDOG_TICK}:${orderId}:${time}`,
  type: WATCHDOG_TICK,
  version: 1,
  time,
  correlationId,
  // The cause is the order. If each tick named the previous tick, the trace would become a long chain.
  causationId: orderId,
  data: after === undefined ? { orderId } : { orderId, after },
});
