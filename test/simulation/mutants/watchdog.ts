import { isWatched, type Order, type OrderEvent } from '../../../functions/orders/domain/order.ts';
import {
  doWhatIsDue,
  isSuperseded,
  nextDueAt,
  recordTick,
  type Tick,
  type TickContent,
} from '../../../functions/orders/domain/watchdog.ts';
import { watchdogReactions } from '../../../functions/orders/reactions.ts';
import type { MessageContext } from '../../../shared/kernel/messages.ts';
import { secondsBetween } from '../../../shared/kernel/clock.ts';
import { accept, type Decision } from '../../../shared/kernel/aggregate.ts';
import type { Services } from '../world/services.ts';
import type { Mutant } from './mutant.ts';

type Due = (order: Order, at: string, services: Services) => Decision<OrderEvent, never>;

/**
 * A tick (a delayed message with which the watchdog looks at an order again), and the order before and after the tick
 * was processed.
 */
interface Look {
  readonly tick: Tick;
  readonly before: Order | undefined;
  readonly order: Order;
}

const soundly: Due = (order, at, { dependencies }) => doWhatIsDue(order, at, dependencies.periods);
const leads = ({ order, tick }: Look): boolean => !isSuperseded(order, tick);

/** Replaces two functions. `due` decides what is due. `sendsNext` decides whether to send the next tick. */
const watching =
  (due: Due, sendsNext: (look: Look) => boolean = leads) =>
  (
    services: Services,
    { ports }: Parameters<NonNullable<Mutant['services']>>[1],
  ): ReturnType<NonNullable<Mutant['services']>> => {
    const { changeOrder, now, periods } = services.dependencies;
    const watch = async ({ orderId, after }: TickContent, context: MessageContext) => {
      const tick = { sentAt: context.sentAt, after };
      let before: Order | undefined;
      const order = await changeOrder(orderId, context, (current, at) => {
        before = current;
        return recordTick(due(current, at, services), tick, at);
      });
      const next = nextDueAt(order, periods);
      if (!isWatched(order) || next === undefined || !sendsNext({ tick, before, order })) return;
      const seconds = Math.max(1, Math.ceil(secondsBetween(now(), next)));
      const content = { orderId, after: order.lastDuty?.number };
      await ports.ticks.schedule(content, Math.min(seconds, periods.maxTickSeconds), context);
    };
    const { reactions, ownMessages } = watchdogReactions(watch, services.forget);
    return {
      ...services,
      reactions: { ...services.reactions, 'orders-watchdog': reactions },
      own: { ...services.own, 'orders-watchdog': ownMessages },
    };
  };

export const watchdogMutants: readonly Mutant[] = [
  {
    name: 'watchdog-chains-multiply',
    service: 'orders',
    bug: 'The watchdog receives every OrderCreated, so each repetition starts another chain of ticks.',
    subscribes: ({ events }, { type }) => (events as readonly string[]).includes(type),
  },
  {
    name: 'stock-never-answered',
    service: 'orders',
    bug: 'The watchdog ignores PENDING orders, so an order without a stock answer waits forever.',
    services: watching((order, at, { dependencies }) =>
      order.status === 'PENDING' ? accept() : doWhatIsDue(order, at, dependencies.periods),
    ),
  },
  {
    name: 'quiet-tick-ends-chain',
    service: 'orders',
    bug: 'A tick that has nothing to do sends no next tick, even if a worker that died did its work.',
    services: watching(soundly, ({ order, before }) => order !== before),
  },
  {
    name: 'closure-ends-chain',
    service: 'orders',
    bug: 'After the closure was requested, no further tick is sent, so an order without an answer waits forever.',
    services: watching(
      soundly,
      (look) =>
        leads(look) && !(look.order.status === 'AWAITING_PAYMENT' && look.order.closure !== undefined),
    ),
  },
  {
    name: 'superseded-tick-goes-on',
    service: 'orders',
    bug: 'A tick sends the next one even if another tick did its work, so a duplicate chain of ticks never ends.',
    services: watching(soundly, () => true),
  },
  {
    name: 'dead-worker-is-superseded',
    service: 'orders',
    bug: 'A redelivered tick sends no next tick, although its worker died after its work and before sending it.',
    services: watching(
      soundly,
      (look) =>
        leads(look) &&
        (look.order !== look.before ||
          !isWatched(look.order) ||
          look.order.lastDuty?.tickSentAt !== look.tick.sentAt),
    ),
  },
  {
    name: 'next-tick-bears-the-old-mark',
    service: 'orders',
    bug: 'The next tick contains an outdated duty number, so it counts as superseded.',
    ports: (ports) => ({
      ...ports,
      ticks: {
        schedule: (tick, delaySeconds, trace) =>
          ports.ticks.schedule(
            tick.after === undefined ? tick : { ...tick, after: tick.after - 1 },
            delaySeconds,
            trace,
          ),
      },
    }),
  },
  {
    name: 'expires-without-asking',
    service: 'orders',
    bug: 'At payBy the order expires without asking the provider first.',
    services: watching((order, at, { dependencies }) =>
      order.status === 'AWAITING_PAYMENT' && order.payBy <= at
        ? accept({ type: 'Expired', at, reason: 'not-paid-in-time' })
        : doWhatIsDue(order, at, dependencies.periods),
    ),
  },
];
