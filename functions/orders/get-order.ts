import { AppError } from '../../shared/errors.ts';
import { mayActFor, type Caller } from '../../shared/kernel/caller.ts';
import type { OrderStore } from './domain/ports.ts';
import { viewFor, type OrderView } from './domain/order-view.ts';

/**
 * Shows an order to its owner or to staff.
 * @throws AppError `order.not-found` for an unknown order and for another customer's order.
 */
export const getOrder =
  ({ orders }: { readonly orders: OrderStore }) =>
  async (caller: Caller, orderId: string): Promise<OrderView> => {
    const stored = await orders.load(orderId);
    if (stored === undefined || !mayActFor(caller, stored.state.customerId)) {
      throw new AppError('not-found', 'order.not-found', 'There is no such order');
    }
    return viewFor(caller, stored.state);
  };
