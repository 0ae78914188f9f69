import type { ServiceScope } from '../constructs/service-scope.ts';

/** Preparation tickets: the kitchen. */
export const fulfilment = (service: ServiceScope): void => {
  const ticket = '/fulfilment/tickets/{orderId}';
  service.route('GET', '/fulfilment/tickets', 'list-tickets', {
    table: ['Query', 'BatchGetItem'],
    cursors: true,
  });
  service.route('POST', `${ticket}/start`, 'start-ticket', { table: ['GetItem', 'PutItem'] });
  service.route('POST', `${ticket}/ready`, 'mark-ticket-ready', { table: ['GetItem', 'PutItem'] });
  service.route('POST', `${ticket}/complete`, 'complete-ticket', { table: ['GetItem', 'PutItem'] });
  service.inbox('fulfilment-inbox', 'inbox', { table: ['GetItem', 'PutItem'] });
  service.relay();
};
