import type { Instant } from '../../../shared/kernel/clock.ts';
import { accept, reject, type Decision } from '../../../shared/kernel/aggregate.ts';
import type { Order, OrderEvent } from './order.ts';

interface Report {
  readonly at: Instant;
}

/** A report about an order that was never paid. Something was lost, so a person must look at it. */
export type FulfilmentRejection = 'not-paid';

/**
 * The kitchen wants to start. Only a PAID order lets it, so cancellation and preparation exclude each other. A repeated
 * request is confirmed again, because the first confirmation may be in a dead-letter queue.
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

/** The order is ready. The report may arrive before that of an earlier step. */
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

/** The order was handed over. The report may arrive before those of earlier steps. */
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
