import type { Trace } from '../../shared/kernel/messages.ts';
import { stepRefusals, type Tickets } from './aggregate.ts';
import { complete } from './domain/prepare.ts';
import { viewOf, type TicketView } from './domain/ticket.ts';

/**
 * Records that staff handed the order over to the customer. Publishes FulfilmentCompleted.
 * @throws AppError 404 if the order has no ticket, 409 if the ticket's state does not allow this step.
 */
export const completeTicket =
  ({ tickets }: { readonly tickets: Tickets }) =>
  async (orderId: string, trace: Trace): Promise<TicketView> =>
    viewOf(await tickets.changeOrFail(orderId, trace, complete, stepRefusals));
