import { changeOrFail } from '../../../shared/kernel/change.ts';
import type { Cause } from '../../../shared/kernel/cause.ts';
import type { Clock, Instant } from '../../../shared/kernel/clock.ts';
import type { Decision } from '../../../shared/kernel/decision.ts';
import type { OutboxMessage } from '../../../shared/kernel/outbox.ts';
import { evolve } from './evolve.ts';
import type { OrderEvent } from './events.ts';
import type { Order } from './order.ts';
import type { OrderStore } from './order-store.ts';

/** Turns what happened into what is published. */
export type ToEnvelopes = (
  events: readonly OrderEvent[],
  order: Order,
  cause: Cause,
) => readonly OutboxMessage[];

/**
 * Loads an order, decides and saves, and decides again after a lost race.
 * @returns the order after the change.
 * @throws AppError `order.not-found`, or `conflict` with the reason of a refusal.
 */
export type ChangeOrder = <Reason extends string>(
  orderId: string,
  cause: Cause,
  decide: (order: Order, at: Instant) => Decision<OrderEvent, Reason>,
) => Promise<Order>;

/** Every change of an order goes through here. */
export const changeOrder =
  (ports: {
    readonly orders: OrderStore;
    readonly toEnvelopes: ToEnvelopes;
    readonly now: Clock;
  }): ChangeOrder =>
  (orderId, cause, decide) =>
    changeOrFail('order', {
      load: () => ports.orders.load(orderId),
      decide: (order) => decide(order, ports.now()),
      evolve,
      save: (next, version, events) =>
        ports.orders.save(next, version, ports.toEnvelopes(events, next, cause)),
    });
