import { ticketAggregate } from '../../../functions/fulfilment/aggregate.ts';
import { cancel } from '../../../functions/fulfilment/domain/follow-order.ts';
import { markTicketReady } from '../../../functions/fulfilment/step-ticket.ts';
import type { SingleReactions } from '../../../shared/messaging/consumer.ts';
import type { Services } from '../world/services.ts';
import type { Mutant } from './mutant.ts';
import { KEEP_DAYS } from '../../support/keep-days.ts';

const reacting =
  (
    replace: (services: Services) => Partial<SingleReactions<'fulfilment-inbox'>>,
  ): NonNullable<Mutant['services']> =>
  (services) => ({
    ...services,
    reactions: {
      ...services.reactions,
      'fulfilment-inbox': { ...services.reactions['fulfilment-inbox'], ...replace(services) },
    },
  });

export const fulfilmentMutants: readonly Mutant[] = [
  {
    name: 'cancelled-before-ticket',
    service: 'fulfilment',
    bug: 'A cancellation that arrives before the ticket leaves no tombstone, so the ticket is opened later.',
    services: reacting(({ dependencies }) => ({
      OrderCancelled: ({ orderId }, context) => {
        const { fulfilment } = dependencies;
        return fulfilment.tickets.change(orderId, context, cancel(fulfilment.now()));
      },
    })),
  },
  {
    name: 'ready-unconfirmed',
    service: 'fulfilment',
    bug: 'A ticket can become ready before the orders service confirms its start.',
    services: (services, { ports }) => {
      const confirmed: typeof ports.tickets = {
        ...ports.tickets,
        load: async (orderId) => {
          const stored = await ports.tickets.load(orderId);
          if (stored?.state.status !== 'PREPARING') return stored;
          return { ...stored, state: { ...stored.state, confirmed: true } };
        },
      };
      const tickets = ticketAggregate(confirmed, services.dependencies.now, KEEP_DAYS);
      return { ...services, markTicketReady: markTicketReady({ tickets }) };
    },
  },
  {
    name: 'ticket-opened-again',
    service: 'fulfilment',
    bug: 'A repeated OrderPaid reopens the ticket and discards the progress of the kitchen.',
    ports: (ports) => ({
      ...ports,
      tickets: {
        ...ports.tickets,
        insert: async (record, outbox) => {
          const before = await ports.tickets.load(record.orderId);
          if (before === undefined || record.status === 'TOMBSTONE')
            return ports.tickets.insert(record, outbox);
          await ports.tickets.save(record, before.version, undefined);
          return 'inserted';
        },
      },
    }),
  },
];
