import { expect } from '@jest/globals';
import type { OrderEvent } from '../../functions/orders/domain/events.ts';
import type { Order } from '../../functions/orders/domain/order.ts';
import type { Decision } from '../../shared/kernel/decision.ts';
import { orderAfter } from './orders.ts';

/** given(what happened).when(a rule).then(what follows). */
export const given = (...past: readonly OrderEvent[]) => givenOrder(orderAfter(...past));

/** The same, beginning with an order as it stands. */
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
