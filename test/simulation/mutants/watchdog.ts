import { isWatched, type Order } from '../../../functions/orders/domain/order.ts';
import type { OrderEvent } from '../../../functions/orders/domain/events.ts';
import type { TickContent } from '../../../functions/orders/domain/ticks.ts';
import {
  doWhatIsDue,
  isSuperseded,
  nextDueAt,
  signed,
  type Tick,
} from '../../../functions/orders/domain/watchdog.ts';
import { watchdogReactions } from '../../../functions/orders/reactions.ts';
import type { MessageContext } from '../../../shared/kernel/cause.ts';
import { secondsBetween } from '../../../shared/kernel/clock.ts';
import { accept, type Decision } from '../../../shared/kernel/decision.ts';
import type { Services } from '../world/services.ts';
import type { Mutant } from './mutant.ts';

type Due = (order: Order, at: string, services: Services) => Decision<OrderEvent, never>;

/** A look at an order: as the tick found it, and as it left it. */
interface Look {
  readonly tick: Tick;
  readonly before: Order | undefined;
  readonly order: Order;
}

const soundly: Due = (order, at, { dependencies }) => doWhatIsDue(order, at, dependencies.periods);
const leads = ({ order, tick }: Look): boolean => !isSuperseded(order, tick);

/** Replaces the watchdog's rule, and when it sends the next tick. */
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
        return signed(due(current, at, services), tick, at);
      });
      const next = nextDueAt(order, periods);
      if (!isWatched(order) || next === undefined || !sendsNext({ tick, before, order })) return;
      const seconds = Math.max(1, Math.ceil(secondsBetween(now(), next)));
      const content = { orderId, after: order.lastDuty?.number };
      await ports.ticks.schedule(content, Math.min(seconds, periods.maxTickSeconds), context);
    };
    const { reactions, ownMessages } = watchdogReactions(watch);
    return {
      ...services,
      reactions: { ...services.reactions, 'orders-watchdog': reactions },
      own: { ...services.own, 'orders-watchdog': ownMessages },
    };
  };

/** Bugs in the watchdog of orders. */
export const watchdogMutants: readonly Mutant[] = [
  {
    name: 'watchdog-chains-multiply',
    service: 'orders',
    bug: 'The watchdog hears every OrderCreated, so each repetition adds a message to those under way.',
    subscribes: ({ events }, { type }) => (events as readonly string[]).includes(type),
  },
  {
    name: 'stock-never-answered',
    service: 'orders',
    bug: 'The watchdog leaves PENDING orders alone: who never hears of stock waits for ever.',
    services: watching((order, at, { dependencies }) =>
      order.status === 'PENDING' ? accept() : doWhatIsDue(order, at, dependencies.periods),
    ),
  },
  {
    name: 'quiet-tick-ends-chain',
    service: 'orders',
    bug: 'A tick that finds nothing to do, or its duty done by one whose worker died, sends no further tick.',
    services: watching(soundly, ({ order, before }) => order !== before),
  },
  {
    name: 'superseded-tick-goes-on',
    service: 'orders',
    bug: 'A tick whose duty another one did sends the next one all the same: what came twice once goes on twice.',
    services: watching(soundly, () => true),
  },
  {
    name: 'dead-worker-is-superseded',
    service: 'orders',
    bug: 'A tick that comes again, for its worker died between the duty and the next tick, sends none either.',
    services: watching(
      soundly,
      (look) =>
        leads(look) &&
        (look.order !== look.before ||
          !isWatched(look.order) ||
          look.order.lastDuty?.by !== look.tick.sentAt),
    ),
  },
  {
    name: 'next-tick-bears-the-old-mark',
    service: 'orders',
    bug: 'The next tick is sent with the mark of the duty before, so it takes itself for superseded.',
    ports: (ports) => ({
      ...ports,
      ticks: {
        schedule: (tick, delaySeconds, cause) =>
          ports.ticks.schedule(
            tick.after === undefined ? tick : { ...tick, after: tick.after - 1 },
            delaySeconds,
            cause,
          ),
      },
    }),
  },
  {
    name: 'expires-without-asking',
    service: 'orders',
    bug: 'At payBy the order expires at once, without asking the provider first.',
    services: watching((order, at, { dependencies }) =>
      order.status === 'AWAITING_PAYMENT' && order.payBy <= at
        ? accept({ type: 'Expired', at, cause: 'not-paid-in-time' })
        : doWhatIsDue(order, at, dependencies.periods),
    ),
  },
];
