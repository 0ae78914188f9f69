import { AppError } from '../../shared/errors.ts';
import { hasRole, mayActFor, type Caller } from '../../shared/kernel/caller.ts';
import type { Trace } from '../../shared/kernel/messages.ts';
import { orderRefusals, type Orders } from './aggregate.ts';
import { decideCancellation } from './domain/cancel.ts';
import { viewFor, type OrderView } from './domain/order-view.ts';

/**
 * Cancels an order on behalf of its owner or of staff. Cancelling it again changes nothing and returns the order.
 * @param remark free text of the caller, which the order keeps. In the orders that the API shows, only staff see it.
 * @throws AppError `order.not-found` for an unknown order or another customer's order; `order.not-cancellable` if it is
 *   too late.
 */
export const cancelOrder =
  ({ orders }: { readonly orders: Orders }) =>
  async (caller: Caller, orderId: string, remark: string | undefined, trace: Trace): Promise<OrderView> => {
    const by = hasRole(caller, 'staff') ? 'staff' : 'customer';
    const order = await orders.changeOrFail(
      orderId,
      trace,
      (current, at) => {
        if (!mayActFor(caller, current.customerId)) {
          throw new AppError('not-found', 'order.not-found', 'There is no such order');
        }
        const said = remark === undefined ? {} : { remark };
        return decideCancellation(current, { by, reason: `cancelled-by-${by}`, ...said, at });
      },
      orderRefusals,
    );
    return viewFor(caller, order);
  };
