import type { Instant } from '../../../shared/kernel/clock.ts';
import { accept, reject, type Decision } from '../../../shared/kernel/decision.ts';
import type { OrderEvent } from './events.ts';
import { moneyHeld, type CancelledBy, type Order } from './order.ts';

/** Asks for an order's end. */
export interface CancelOrder {
  readonly by: CancelledBy;
  /** Stable and kebab-case. */
  readonly cause: string;
  /** What the person who cancelled said about it. */
  readonly remark?: string;
  readonly at: Instant;
}

/** Why an order cannot be cancelled. */
export type CancelRejection = 'not-cancellable';

/** The end of an order, with the return of whatever money it holds. */
export const cancelled = (order: Order, command: CancelOrder): readonly OrderEvent[] => {
  const { by, cause, remark, at } = command;
  const end: OrderEvent = {
    type: 'Cancelled',
    at,
    previousStatus: order.status,
    by,
    cause,
    ...(remark === undefined ? {} : { remark }),
  };
  return moneyHeld(order) > 0 ? [end, { type: 'RefundRequested', at, reason: 'order-cancelled' }] : [end];
};

/**
 * A customer may cancel until preparation starts; staff also while it is in preparation or ready, when the kitchen cannot
 * deliver. Repeating a cancellation changes nothing.
 */
export const cancelOrder = (order: Order, command: CancelOrder): Decision<OrderEvent, CancelRejection> => {
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
