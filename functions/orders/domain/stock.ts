import type { RejectionReason, Shortage } from '../../../shared/events/fields.ts';
import { addSeconds, type Instant } from '../../../shared/kernel/clock.ts';
import { accept, type Decision } from '../../../shared/kernel/aggregate.ts';
import type { Order, OrderEvent } from './order.ts';

/**
 * Stock is reserved: the customer has `paymentWindowSeconds` from now to pay.
 *
 * An order that has ended does nothing. Inventory hears of its end and releases the reservation.
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

/** There was too little stock: the order ends. */
export const rejectForStock = (
  order: Order,
  command: {
    readonly at: Instant;
    readonly reason: RejectionReason;
    readonly shortages: readonly Shortage[];
  },
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
