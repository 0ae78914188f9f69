import { changeTicket } from '../../../functions/fulfilment/domain/change-ticket.ts';
import { cancel } from '../../../functions/fulfilment/domain/follow-order.ts';
import { markTicketReady } from '../../../functions/fulfilment/mark-ticket-ready/mark-ticket-ready.ts';
import type { Reactions } from '../../../shared/messaging/dispatch.ts';
import type { Services } from '../world/services.ts';
import type { Mutant } from './mutant.ts';

/** Replaces some reactions of fulfilment. */
const reacting =
  (
    replace: (services: Services) => Partial<Reactions<'fulfilment-inbox'>>,
  ): NonNullable<Mutant['services']> =>
  (services) => ({
    ...services,
    reactions: {
      ...services.reactions,
      'fulfilment-inbox': { ...services.reactions['fulfilment-inbox'], ...replace(services) },
    },
  });

/** Bugs in fulfilment. */
export const fulfilmentMutants: readonly Mutant[] = [
  {
    name: 'cancelled-before-ticket',
    service: 'fulfilment',
    bug: 'A cancellation that comes before its ticket leaves no tombstone, so the ticket is opened after it.',
    services: reacting(({ dependencies }) => ({
      OrderCancelled: ({ orderId }, context) => {
        const { fulfilment } = dependencies;
        return changeTicket(fulfilment, orderId, cancel(fulfilment.now()), context);
      },
    })),
  },
  {
    name: 'ready-unconfirmed',
    service: 'fulfilment',
    bug: 'A ticket can be declared ready before orders confirmed its start.',
    services: (services) => {
      const { fulfilment } = services.dependencies;
      return {
        ...services,
        markTicketReady: markTicketReady({
          ...fulfilment,
          tickets: {
            ...fulfilment.tickets,
            load: async (orderId) => {
              const stored = await fulfilment.tickets.load(orderId);
              if (stored?.state.status !== 'PREPARING') return stored;
              return { ...stored, state: { ...stored.state, confirmed: true } };
            },
          },
        }),
      };
    },
  },
  {
    name: 'ticket-opened-again',
    service: 'fulfilment',
    bug: 'A repeated OrderPaid opens the ticket anew, whatever the kitchen has done about it.',
    ports: (ports) => ({
      ...ports,
      tickets: {
        ...ports.tickets,
        insert: async (record) => {
          const before = await ports.tickets.load(record.orderId);
          if (before === undefined || record.status === 'TOMBSTONE') return ports.tickets.insert(record);
          await ports.tickets.save(record, before.version, []);
          return 'inserted';
        },
      },
    }),
  },
];
