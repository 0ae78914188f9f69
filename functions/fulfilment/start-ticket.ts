import type { Trace } from '../../shared/kernel/messages.ts';
import { stepRefusals, type Tickets } from './aggregate.ts';
import { start } from './domain/prepare.ts';
import { viewOf, type TicketView } from './domain/ticket.ts';

/**
 * Records that staff began to prepare an order. Publishes FulfilmentStarted. The orders service then confirms the
 * start, unless the order was cancelled before.
 * @throws AppError 404 if the order has no ticket, 409 if the ticket's state does not allow this step.
 */
export const startTicket =
  ({ tickets }: { readonly tickets: Tickets }) =>
  async (orderId: string, trace: Trace): Promise<TicketView> =>
    viewOf(await tickets.changeOrFail(orderId, trace, start, stepRefusals));
