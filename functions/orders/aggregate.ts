import { AppError } from '../../shared/errors.ts';
import { aggregate, expiryOf, type Aggregate, type Refusals } from '../../shared/kernel/aggregate.ts';
import { type Clock, daysAfter } from '../../shared/kernel/clock.ts';
import { evolveErasure, type Erasure, type ErasureEvent, type ErasureStore } from './domain/erasure.ts';
import { evolve } from './domain/evolve.ts';
import { isOver, type Order, type OrderEvent, type OrderRejection } from './domain/order.ts';
import type { OrderStore } from './domain/ports.ts';
import { publish, publishErasure } from './publications.ts';

/** Loads, creates and changes orders. */
export type Orders = Aggregate<Order, OrderEvent>;

/**
 * Builds the aggregate of orders. Every write of an order goes through this aggregate.
 * @param keepDays how many days an order is kept after its last change, if nothing more has to happen to it (`isOver`)
 */
export const orderAggregate = (store: OrderStore, now: Clock, keepDays: number): Orders =>
  aggregate({
    noun: 'order',
    store,
    evolve,
    publish,
    now,
    expiresAt: expiryOf(keepDays, isOver),
  });

/** Loads, creates and changes erasures. An erasure is a customer's request to be forgotten. */
export type Erasures = Aggregate<Erasure, ErasureEvent>;

/**
 * Builds the aggregate of erasures. Every write of an erasure goes through this aggregate.
 * @param copiesDays how many days after the request the last copy of a customer's data expires. The item of a finished
 *   erasure expires at the same time
 */
export const erasureAggregate = (store: ErasureStore, now: Clock, copiesDays: number): Erasures =>
  aggregate({
    noun: 'erasure',
    store,
    evolve: evolveErasure,
    publish: publishErasure,
    now,
    expiresAt: ({ status, requestedAt }) =>
      status === 'DONE' ? daysAfter(requestedAt, copiesDays) : undefined,
  });

const conflict = (code: `order.${OrderRejection}`, detail: string) => (order: Order) =>
  new AppError('conflict', code, `The order is ${order.status}: ${detail}`);

/**
 * The error for each reason why a command about an order is rejected. If the command came in a message, a conflict
 * makes SQS deliver the message again. A wrong amount or currency stays wrong at every retry, so such a message becomes
 * a dead letter at once.
 */
export const orderRefusals: Refusals<Order, OrderRejection> = {
  'not-cancellable': conflict('order.not-cancellable', 'not cancellable'),
  'not-paid': conflict('order.not-paid', 'not paid'),
  'payment-not-requested': conflict('order.payment-not-requested', 'payment not requested'),
  'payment-mismatch': ({ totalAmount, currency }) =>
    new AppError(
      'unprocessable',
      'order.payment-mismatch',
      `The event is not about the order's ${totalAmount} ${currency} (minor units); see docs/operations.md`,
    ),
};
