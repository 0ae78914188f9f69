import type { Trace } from '../../shared/kernel/messages.ts';
import { stepRefusals, type Tickets } from './aggregate.ts';
import { markReady } from './domain/prepare.ts';
import { viewOf, type TicketView } from './domain/ticket.ts';

/**
 * Declares an order ready to be handed over. Before that, the orders service must have confirmed the start of the
 * preparation. Publishes FulfilmentReady.
 * @throws AppError 404 if the order has no ticket, 409 if the ticket's state does not allow this step.
 */
export const markTicketReady =
  ({ tickets }: { readonly tickets: Tickets }) =>
  async (orderId: string, trace: Trace): Promise<TicketView> =>
    viewOf(await tickets.changeOrFail(orderId, trace, markReady, stepRefusals));
