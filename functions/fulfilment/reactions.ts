import type { Clock } from '../../shared/kernel/clock.ts';
import type { Reactions } from '../../shared/messaging/dispatch.ts';
import type { TicketChanges } from './domain/change-ticket.ts';
import { onOrderCancelled } from './on-order-cancelled/on-order-cancelled.ts';
import { onOrderPaid } from './on-order-paid/on-order-paid.ts';
import { onOrderPreparing } from './on-order-preparing/on-order-preparing.ts';

/** What the reactions of fulfilment work with. */
export type FulfilmentInboxDependencies = TicketChanges & { readonly now: Clock };

/** What fulfilment does about each event. Apart from AWS, so that a simulation runs it. */
export const reactions = (dependencies: FulfilmentInboxDependencies): Reactions<'fulfilment-inbox'> => ({
  OrderPaid: onOrderPaid(dependencies),
  OrderPreparing: onOrderPreparing(dependencies),
  OrderCancelled: onOrderCancelled(dependencies),
});
