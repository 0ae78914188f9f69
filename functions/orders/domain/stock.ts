import { addSeconds, type Instant } from '../../../shared/kernel/clock.ts';
import { accept, type Decision } from '../../../shared/kernel/decision.ts';
import type { OrderEvent } from './events.ts';
import type { Order, Shortage } from './order.ts';

/**
 * Stock is reserved: the customer has `paymentWindowSeconds` from now to pay.
 *
 * For an order that ended meanwhile there is nothing to do: its end was published, and inventory releases the
 * reservation, or refuses it by its tombstone.
 */
export const confirmStock = (
  order: Order,
  command: { readonly at: Instant; readonly paymentWindowSeconds: number },
): Decision<OrderEvent, never> => {
  switch (order.status) {
    case 'PENDING':
      return accept({
        type: 'StockConfirmed',
        at: command.at,
        payBy: addSeconds(command.at, command.paymentWindowSeconds),
      });
    case 'AWAITING_PAYMENT':
    case 'PAID':
    case 'PREPARING':
    case 'READY':
    case 'COMPLETED':
    case 'REJECTED':
    case 'CANCELLED':
    case 'EXPIRED':
      return accept();
  }
};

/** There was too little stock: the order ends, and says of what. */
export const rejectForStock = (
  order: Order,
  command: { readonly at: Instant; readonly reason: string; readonly shortages: readonly Shortage[] },
): Decision<OrderEvent, never> => {
  switch (order.status) {
    case 'PENDING':
      return accept({ type: 'Rejected', ...command });
    case 'AWAITING_PAYMENT':
    case 'PAID':
    case 'PREPARING':
    case 'READY':
    case 'COMPLETED':
    case 'REJECTED':
    case 'CANCELLED':
    case 'EXPIRED':
      return accept();
  }
};
