import { addSeconds, secondsBetween, type Instant } from '../../../shared/kernel/clock.ts';
import { accept, type Decision } from '../../../shared/kernel/decision.ts';
import { cancelled } from './cancel.ts';
import type { OrderEvent } from './events.ts';
import { isWatched, type AwaitingOrder, type Order, type PendingOrder } from './order.ts';

/** How long each thing may take, in seconds. A stage's settings. */
export interface Periods {
  /** Without an answer about stock for so long, it is asked again. */
  readonly stockAnswerSeconds: number;
  /** Without a payment link for so long, it is asked for again. */
  readonly linkAnswerSeconds: number;
  /** How long the provider's word about a closure is awaited. */
  readonly closureGraceSeconds: number;
}

/** A duty and when it falls due. */
interface Duty {
  readonly at: Instant;
  readonly events: (order: Order, now: Instant) => readonly OrderEvent[];
}

const halfWay = (from: Instant, to: Instant): Instant => addSeconds(from, secondsBetween(from, to) / 2);

const pendingDuties = (order: PendingOrder, periods: Periods): readonly Duty[] => [
  {
    at: order.stockBy,
    events: (current, at) => cancelled(current, { by: 'system', cause: 'stock-not-answered', at }),
  },
  {
    at: addSeconds(order.askedAt, periods.stockAnswerSeconds),
    events: (_, at) => [{ type: 'StockAskedAgain', at, attempt: order.attempt + 1 }],
  },
];

const awaitingDuties = (order: AwaitingOrder, periods: Periods): readonly Duty[] => {
  const { closure, paymentLink } = order;
  if (closure !== undefined) {
    return [
      { at: closure.answerBy, events: (_, at) => [{ type: 'Expired', at, cause: 'closure-not-answered' }] },
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
      at: addSeconds(order.linkAskedAt, periods.linkAnswerSeconds),
      events: (_, at) => [{ type: 'LinkAskedAgain', at }],
    });
  } else if (order.remindedAt === undefined) {
    duties.push({
      at: halfWay(order.awaitingSince, order.payBy),
      events: (_, at) => [{ type: 'Reminded', at, paymentLink }],
    });
  }
  return duties;
};

/** The duties of an order, the most final first: of two that are due, the earlier in the list is done. */
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

/** Does what is due. Nothing due is no error: the tick before may have done it and died before it was acknowledged. */
export const doWhatIsDue = (order: Order, now: Instant, periods: Periods): Decision<OrderEvent, never> => {
  const due = dutiesOf(order, periods).find((duty) => duty.at <= now);
  return due === undefined ? accept() : accept(...due.events(order, now));
};

/** A tick, as the order that it looks at can tell it from others. */
export interface Tick {
  readonly sentAt: Instant;
  /** Which duty of the order was the last when this tick was sent; absent for the first tick of all, OrderCreated. */
  readonly after?: number | undefined;
}

/**
 * Whether another tick leads the chain on, so that this one need not send the next. Queues may deliver a tick twice, and
 * each copy would go on for itself. But of the copies that find a duty due one does it, and all ticks sent before, by
 * whomever, are superseded by that. The one that did it is not, however often it comes again: its worker may have died
 * before the next tick was sent. No clocks are compared, for those of two workers may differ.
 */
export const isSuperseded = (order: Order, tick: Tick): boolean =>
  isWatched(order) &&
  order.lastDuty !== undefined &&
  order.lastDuty.number !== tick.after &&
  order.lastDuty.by !== tick.sentAt;

/** What a tick does, signed: in the same write the order notes which tick it was. */
export const signed = (
  decision: Decision<OrderEvent, never>,
  tick: Tick,
  at: Instant,
): Decision<OrderEvent, never> =>
  decision.outcome === 'accepted' && decision.events.length > 0
    ? accept<OrderEvent>(...decision.events, { type: 'DutyDone', at, by: tick.sentAt })
    : decision;

/** When the watchdog has to look again: `undefined` for an order that needs no watching any more. */
export const nextDueAt = (order: Order, periods: Periods): Instant | undefined =>
  dutiesOf(order, periods)
    .map((duty) => duty.at)
    .toSorted()[0];
