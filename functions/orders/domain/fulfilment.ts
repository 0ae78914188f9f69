import type { Instant } from '../../../shared/kernel/clock.ts';
import { accept, reject, type Decision } from '../../../shared/kernel/decision.ts';
import type { OrderEvent } from './events.ts';
import type { Order } from './order.ts';

interface Report {
  readonly at: Instant;
}

/** A report about an order that was never paid: its cause must have been lost, so it is worth a person's look. */
export type FulfilmentRejection = 'not-paid';

/**
 * The kitchen wants to start. Only a PAID order lets it: the confirmation is what makes a cancellation and the kitchen
 * exclude each other. Asked again, it is confirmed again, for the first confirmation may rest in a dead-letter queue.
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

/** The order is ready. It may skip a step, when this report overtook the one before. */
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

/** The order was handed over. It may skip steps, when this report overtook those before. */
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
