import type { RejectionReason, Shortage } from '../../../shared/events/fields.ts';
import { addSeconds, type Instant } from '../../../shared/kernel/clock.ts';
import { accept, type Decision } from '../../../shared/kernel/aggregate.ts';
import type { Order, OrderEvent } from './order.ts';

/**
 * Records that stock is reserved. The customer has `paymentWindowSeconds` from now to pay.
 *
 * An order that has ended ignores the report. The inventory service releases the reservation when it receives the event
 * that says how the order ended.
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

/** Ends a PENDING order because there was too little stock. */
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
