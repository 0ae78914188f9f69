import type { CancelledBy, CancelReason } from '../../../shared/events/orders.ts';
import type { Instant } from '../../../shared/kernel/clock.ts';
import { accept, reject, type Decision } from '../../../shared/kernel/aggregate.ts';
import { moneyHeld, type Order, type OrderEvent } from './order.ts';

/** The command to cancel an order. */
export interface CancelOrder {
  readonly by: CancelledBy;
  readonly reason: CancelReason;
  /** Free text of the person who cancelled. */
  readonly remark?: string;
  readonly at: Instant;
}

/** Why an order cannot be cancelled. */
export type CancelRejection = 'not-cancellable';

/**
 * The events of a cancellation. The events include a request for a refund if the order has money that is not refunded
 * yet.
 */
export const cancelled = (order: Order, command: CancelOrder): readonly OrderEvent[] => {
  const { by, reason, remark, at } = command;
  const end: OrderEvent = {
    type: 'Cancelled',
    at,
    previousStatus: order.status,
    by,
    reason,
    ...(remark === undefined ? {} : { remark }),
  };
  return moneyHeld(order) > 0 ? [end, { type: 'RefundRequested', at, reason: 'order-cancelled' }] : [end];
};

/**
 * Decides a cancellation. A customer may cancel until the preparation starts. Staff may also cancel a PREPARING or
 * READY order, for example because the kitchen cannot finish it. Cancelling a CANCELLED order changes nothing.
 */
export const decideCancellation = (
  order: Order,
  command: CancelOrder,
): Decision<OrderEvent, CancelRejection> => {
  switch (order.status) {
    case 'PENDING':
    case 'AWAITING_PAYMENT':
    case 'PAID':
      return accept(...cancelled(order, command));
    case 'PREPARING':
    case 'READY':
      return command.by === 'staff' ? accept(...cancelled(order, command)) : reject('not-cancellable');
    case 'CANCELLED':
      return accept();
    case 'COMPLETED':
    case 'REJECTED':
    case 'EXPIRED':
      return reject('not-cancellable');
  }
};
