import { addSeconds, secondsBetween, type Clock } from '../../shared/kernel/clock.ts';
import { allSettled } from '../../shared/kernel/contention.ts';
import { pseudonymOf, type NewId } from '../../shared/kernel/ids.ts';
import type { MessageContext } from '../../shared/kernel/messages.ts';
import type { Erasures, Orders } from './aggregate.ts';
import {
  continuesErasure,
  finish,
  forgetCustomer as forget,
  recordTick,
  type ErasureTickContent,
  type ErasureTicks,
} from './domain/erasure.ts';
import type { OrderStore } from './domain/ports.ts';

/** The ports and settings of the use case. */
export interface ForgetCustomerDependencies {
  readonly erasures: Erasures;
  readonly orders: Orders;
  readonly store: Pick<OrderStore, 'idsOfCustomer'>;
  readonly ticks: ErasureTicks;
  readonly newId: NewId;
  readonly now: Clock;
  /**
   * Further orders of the customer may appear for this many seconds after the request. With Cognito, this time is
   * longer than an access token stays valid, and longer than the eventually consistent index usually takes to list an
   * order.
   */
  readonly settleSeconds: number;
  /** The longest time between two ticks, in seconds. */
  readonly maxTickSeconds: number;
}

/**
 * How many orders one tick changes. The orders are written concurrently, so a tick takes much less time than the
 * function's timeout.
 */
const ORDERS_OF_A_TICK = 50;

/**
 * Handles one tick of an erasure, which is a delayed message that continues it:
 * 1. Record the tick, or stop if another tick continues the erasure already (`recordTick`).
 * 2. In up to 50 of the customer's orders, replace the customer's id by a pseudonym. Each order gets a different
 *    pseudonym.
 * 3. If there were such orders, or if more orders can still appear (`settleSeconds`), send the next tick.
 * 4. Otherwise, end the erasure, and remove the customer's id from it.
 *
 * The next tick is sent before this one is acknowledged, so a failure in between does not end the chain of ticks. If a
 * tick is repeated, orders that were already changed stay as they are.
 */
export const forgetCustomer =
  ({ erasures, orders, store, ticks, newId, now, ...settings }: ForgetCustomerDependencies) =>
  async ({ erasureId, requestedAt, number }: ErasureTickContent, context: MessageContext): Promise<void> => {
    const tick = { number, sentAt: context.sentAt };
    const recorded = await erasures.change(erasureId, context, (current, at) =>
      recordTick(current, { requestedAt, tick, at }),
    );
    if (recorded.outcome !== 'accepted' || !continuesErasure(recorded.state, tick)) return;
    const { customerId } = recorded.state;
    const askedAt = now();
    const { items } = await store.idsOfCustomer(customerId, { limit: ORDERS_OF_A_TICK });
    await allSettled(
      items.map((orderId) => {
        const pseudonym = pseudonymOf(newId());
        return orders.change(orderId, context, (order, at) => forget(order, { customerId, pseudonym, at }));
      }),
    );
    const settled = addSeconds(requestedAt, settings.settleSeconds);
    if (items.length === 0 && askedAt >= settled) {
      await erasures.change(erasureId, context, (current, at) => finish(current, { requestedAt, at }));
      return;
    }
    const wait = items.length === 0 ? secondsBetween(now(), settled) : 1;
    const seconds = Math.min(Math.max(Math.ceil(wait), 1), settings.maxTickSeconds);
    await ticks.schedule({ erasureId, requestedAt, number: number + 1 }, seconds, context);
  };
