import type { Trace } from '../../shared/kernel/messages.ts';
import { stepRefusals, type Tickets } from './aggregate.ts';
import { complete, markReady, start, type Step } from './domain/prepare.ts';
import { viewOf, type TicketView } from './domain/ticket.ts';

const step =
  (decide: Step) =>
  ({ tickets }: { readonly tickets: Tickets }) =>
  async (orderId: string, trace: Trace): Promise<TicketView> =>
    viewOf(await tickets.changeOrFail(orderId, trace, decide, stepRefusals));

/**
 * Records that staff began to prepare an order. Publishes FulfilmentStarted. The orders service then confirms the
 * start, unless the order was cancelled before.
 * @throws AppError 404 if the order has no ticket, 409 if it was cancelled.
 */
export const startTicket = step(start);

/**
 * Declares an order ready to be handed over. Publishes FulfilmentReady.
 * @throws AppError 404 if the order has no ticket; 409 if it was cancelled, if its preparation has not begun, or if the
 *   orders service has not confirmed the start yet.
 */
export const markTicketReady = step(markReady);

/**
 * Records that staff handed the order over to the customer. Publishes FulfilmentCompleted.
 * @throws AppError 404 if the order has no ticket, 409 if it was cancelled or is not ready.
 */
export const completeTicket = step(complete);
