import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import type { SingleReactions } from '../../shared/messaging/consumer.ts';
import type { Tickets } from './aggregate.ts';
import { cancelTicket } from './cancel-ticket.ts';
import { confirmStart, forgetCustomer } from './domain/follow-order.ts';
import { openTicket } from './open-ticket.ts';

/** The ports of the reactions. */
export interface FulfilmentInboxDependencies {
  readonly tickets: Tickets;
  readonly now: Clock;
}

/** What the fulfilment service does when it receives an integration event, by type. */
export const reactions = (
  dependencies: FulfilmentInboxDependencies,
): SingleReactions<'fulfilment-inbox'> => ({
  OrderPaid: openTicket(dependencies),
  OrderPreparing: async ({ orderId }, context) => {
    const changed = await dependencies.tickets.change(orderId, context, confirmStart);
    // Staff can only start a ticket that exists. So the ticket is missing only if it was lost, for example because the
    // table was restored to an earlier state. The error makes SQS deliver this message again.
    if (changed.outcome === 'missing') {
      throw new AppError('not-found', 'ticket.not-found', `There is no ticket for order ${orderId}`);
    }
  },
  OrderCancelled: cancelTicket(dependencies),
  OrderAnonymised: async ({ orderId, customerId, hasTicket }, context) => {
    const changed = await dependencies.tickets.change(orderId, context, forgetCustomer(customerId));
    // OrderPaid may still open the ticket, with the customer's id. So the id must be replaced later. The error makes
    // SQS deliver this message again.
    if (changed.outcome === 'missing' && hasTicket) {
      throw new AppError(
        'unavailable',
        'ticket.not-opened-yet',
        `The ticket of order ${orderId} is not opened yet`,
      );
    }
  },
});
