import * as api from '../../functions/live/api.ts';
import type { ServiceScope } from '../constructs/service-scope.ts';

/** The most workers of the inbox. A push may be late, so it must not take the concurrency that orders need. */
const MOST_WORKERS = 10;

/** The live service: tells pages over WebSockets what has changed. It publishes no events, so it has no relay. */
export const live = (service: ServiceScope): void => {
  const { sockets, liveUrl } = service.platform;
  if (sockets === undefined || liveUrl === undefined) {
    service.unusedInbox('live-inbox');
    return;
  }
  service.route(api.issueTicket, 'issue-ticket', {
    table: ['PutItem', 'UpdateItem'],
    environment: { LIVE_URL: liveUrl },
  });
  const socket = service.worker('socket', {
    table: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
  });
  sockets.handledBy(socket);
  const { maxConcurrency = MOST_WORKERS } = service.settings.messaging;
  const inbox = service.inbox('live-inbox', 'inbox', {
    table: ['BatchGetItem', 'UpdateItem', 'DeleteItem'],
    ...(service.settings.onAws ? { maxConcurrency: Math.min(MOST_WORKERS, maxConcurrency) } : {}),
  });
  sockets.allowSending(inbox);
};
