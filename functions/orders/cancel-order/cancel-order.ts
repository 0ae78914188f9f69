import { AppError } from '../../../shared/errors.ts';
import { hasRole, mayActFor, type Caller } from '../../../shared/kernel/caller.ts';
import type { Cause } from '../../../shared/kernel/cause.ts';
import { cancelOrder as decide } from '../domain/cancel.ts';
import type { ChangeOrder } from '../domain/change-order.ts';
import { viewFor, type OrderView } from '../domain/order-view.ts';

/**
 * Cancels an order for its owner or for staff; a repetition answers the same again.
 * @param reason what the caller says about it, in free text: it is kept in the order and shown to staff alone.
 * @throws AppError `order.not-found`, also for the order of somebody else; `order.not-cancellable` when it is too late.
 */
export const cancelOrder =
  ({ changeOrder }: { readonly changeOrder: ChangeOrder }) =>
  async (caller: Caller, orderId: string, reason: string | undefined, cause: Cause): Promise<OrderView> => {
    const by = hasRole(caller, 'staff') ? 'staff' : 'customer';
    const order = await changeOrder(orderId, cause, (current, at) => {
      if (!mayActFor(caller, current.customerId)) {
        throw new AppError('not-found', 'order.not-found', 'There is no such order');
      }
      const remark = reason === undefined ? {} : { remark: reason };
      return decide(current, { by, cause: `cancelled-by-${by}`, ...remark, at });
    });
    return viewFor(caller, order);
  };
