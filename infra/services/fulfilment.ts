import * as api from '../../functions/fulfilment/api.ts';
import type { ServiceScope } from '../constructs/service-scope.ts';

/** The fulfilment service: the kitchen's tickets, one for each paid order. */
export const fulfilment = (service: ServiceScope): void => {
  service.route(api.listTickets, 'list-tickets', {
    table: ['Query', 'BatchGetItem'],
    cursors: true,
  });
  service.route([api.startTicket, api.markTicketReady, api.completeTicket], 'step-ticket', {
    table: ['GetItem', 'PutItem'],
  });
  service.inbox('fulfilment-inbox', 'inbox', { table: ['GetItem', 'PutItem'] });
  service.relay();
};
