import { expect } from '@jest/globals';
import type { Order, OrderEvent } from '../../functions/orders/domain/order.ts';
import type { Decision } from '../../shared/kernel/aggregate.ts';
import { orderAfter } from './orders.ts';

/** Tests a business rule: `given(past events).when(a rule).then(expected events)`. */
export const given = (...past: readonly OrderEvent[]) => givenOrder(orderAfter(...past));

/** Like `given`, but starts with an order instead of its past events. */
export const givenOrder = (order: Order) => ({
  when: <Reason extends string>(rule: (order: Order) => Decision<OrderEvent, Reason>) => {
    const decision = rule(order);
    return {
      then: (...events: readonly Partial<OrderEvent>[]): void => {
        expect(decision).toEqual({
          outcome: 'accepted',
          events: events.map((event) => expect.objectContaining(event)),
        });
      },
      thenNothing: (): void => {
        expect(decision).toEqual({ outcome: 'accepted', events: [] });
      },
      thenRejected: (reason: Reason): void => {
        expect(decision).toEqual({ outcome: 'rejected', reason });
      },
    };
  },
});
