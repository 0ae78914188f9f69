import { AppError } from '../../../shared/errors.ts';
import type { MessageContext } from '../../../shared/kernel/cause.ts';
import { changeTicket, type TicketChanges } from '../domain/change-ticket.ts';
import { confirmStart } from '../domain/follow-order.ts';

/**
 * Orders confirmed that preparation may go on: from now on the ticket can be declared ready.
 * @throws AppError `not-found`, so that the message is delivered again, when there is no ticket.
 */
export const onOrderPreparing =
  (changes: TicketChanges) =>
  async ({ orderId }: { readonly orderId: string }, context: MessageContext): Promise<void> => {
    const changed = await changeTicket(changes, orderId, confirmStart, context);
    if (changed.outcome === 'missing') {
      throw new AppError('not-found', 'ticket.not-found', `There is no ticket for order ${orderId}`);
    }
  };
