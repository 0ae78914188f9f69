import type { Instant } from '../../../shared/kernel/clock.ts';
import { accept, reject, type Decision } from '../../../shared/kernel/aggregate.ts';
import type { Order, OrderEvent } from './order.ts';

interface Report {
  readonly at: Instant;
}

/**
 * Why a report from the kitchen is rejected: the order is not paid. The report is retried. If no retry succeeds, it
 * goes to the dead-letter queue, because a person must look at it.
 */
export type FulfilmentRejection = 'not-paid';

/**
 * Confirms that the kitchen may start, if the order is PAID. A cancelled order is never confirmed. If the report is
 * repeated while the order is PREPARING, the start is confirmed again, because the first confirmation may be in a
 * dead-letter queue.
 */
export const confirmPreparation = (
  order: Order,
  { at }: Report,
): Decision<OrderEvent, FulfilmentRejection> => {
  switch (order.status) {
    case 'PAID':
      return accept({ type: 'PreparationConfirmed', at, again: false });
    case 'PREPARING':
      return accept({ type: 'PreparationConfirmed', at, again: true });
    case 'READY':
    case 'COMPLETED':
    case 'REJECTED':
    case 'CANCELLED':
    case 'EXPIRED':
      return accept();
    case 'PENDING':
    case 'AWAITING_PAYMENT':
      return reject('not-paid');
  }
};

/** Records that the order is ready. */
export const recordReady = (order: Order, { at }: Report): Decision<OrderEvent, FulfilmentRejection> => {
  switch (order.status) {
    case 'PAID':
    case 'PREPARING':
      return accept({ type: 'BecameReady', at });
    case 'READY':
    case 'COMPLETED':
    case 'REJECTED':
    case 'CANCELLED':
    case 'EXPIRED':
      return accept();
    case 'PENDING':
    case 'AWAITING_PAYMENT':
      return reject('not-paid');
  }
};

/** Records that the order was handed over. This report may arrive before the report that the order is ready. */
export const recordCompletion = (order: Order, { at }: Report): Decision<OrderEvent, FulfilmentRejection> => {
  switch (order.status) {
    case 'PAID':
    case 'PREPARING':
    case 'READY':
      return accept({ type: 'Completed', at });
    case 'COMPLETED':
    case 'REJECTED':
    case 'CANCELLED':
    case 'EXPIRED':
      return accept();
    case 'PENDING':
    case 'AWAITING_PAYMENT':
      return reject('not-paid');
  }
};
