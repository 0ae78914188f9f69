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
  /** After this long without an answer about stock, it is asked for again. */
  readonly stockAnswerSeconds: number;
  /** After this long without a payment link, it is asked for again. */
  readonly linkAnswerSeconds: number;
  /** How long the provider's answer to a closure is awaited. */
  readonly closureGraceSeconds: number;
}

/** Something the watchdog must do, and when it is due. */
interface Duty {
  readonly at: Instant;
  readonly events: (order: Order, now: Instant) => readonly OrderEvent[];
}

const halfWay = (from: Instant, to: Instant): Instant => addSeconds(from, secondsBetween(from, to) / 2);

const pendingDuties = (
  { stockBy, createdAt, askedAt = createdAt, attempt = 1 }: PendingOrder,
  periods: Periods,
): readonly Duty[] => [
  {
    at: stockBy,
    events: (current, at) => cancelled(current, { by: 'system', reason: 'stock-not-answered', at }),
  },
  {
    at: addSeconds(askedAt, periods.stockAnswerSeconds),
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
    duties.push({
      at: addSeconds(order.linkAskedAt ?? since(order), periods.linkAnswerSeconds),
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

/** The duties of an order. If two are due, the first in the list is carried out. */
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

/** Carries out the duty that is due, if there is one. An earlier delivery of the tick may have done it already. */
export const doWhatIsDue = (order: Order, now: Instant, periods: Periods): Decision<OrderEvent, never> => {
  const due = dutiesOf(order, periods).find((duty) => duty.at <= now);
  return due === undefined ? accept() : accept(...due.events(order, now));
};

/** Identifies a tick. */
export interface Tick {
  readonly sentAt: Instant;
  /** The number of the order's last duty when this tick was sent. Absent for the first tick, OrderCreated. */
  readonly after?: number | undefined;
}

/**
 * True if a newer tick already continues this order's chain. Queues may deliver a tick twice, and each copy would start a
 * chain of its own. Of all copies, the one that carried out the last duty goes on; so does each tick sent after that duty.
 * No clocks are compared, because those of two workers may differ.
 */
export const isSuperseded = (order: Order, tick: Tick): boolean =>
  isWatched(order) &&
  order.lastDuty !== undefined &&
  order.lastDuty.number !== tick.after &&
  order.lastDuty.tickSentAt !== tick.sentAt;

/** Records which tick carried out the duty, in the same write. */
export const recordTick = (
  decision: Decision<OrderEvent, never>,
  tick: Tick,
  at: Instant,
): Decision<OrderEvent, never> =>
  decision.outcome === 'accepted' && decision.events.length > 0
    ? accept<OrderEvent>(...decision.events, { type: 'DutyDone', at, tickSentAt: tick.sentAt })
    : decision;

/** When the watchdog must look again; `undefined` for an order that it no longer follows. */
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

/** Sends the watchdog's own messages. */
export interface Ticks {
  /** Sends a tick that arrives after `delaySeconds` (0 to 900). One call to the queue. */
  schedule(tick: TickContent, delaySeconds: number, trace: Trace): Promise<void>;
}

/** The type of the watchdog's own message. */
export const WATCHDOG_TICK = 'WatchdogTick';

/** The watchdog's message to itself: look at this order again. Not an integration event; it only goes to its own queue. */
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
  // A chain of ticks may be long, so the cause is the order and not the tick before.
  causationId: orderId,
  data: after === undefined ? { orderId } : { orderId, after },
});
