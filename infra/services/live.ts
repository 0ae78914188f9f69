import type { ServiceScope } from '../constructs/service-scope.ts';

/** The live service: tells pages over WebSockets what has changed. It publishes no events, so it has no relay. */
export const live = (service: ServiceScope): void => {
  const { sockets } = service.platform;
  if (sockets === undefined) return;
  const socket = service.worker('socket', {
    table: ['UpdateItem', 'DeleteItem'],
    environment: service.platform.authentication,
  });
  sockets.handledBy(socket);
  const push = service.listener('live-push', 'push', {
    table: ['BatchGetItem', 'UpdateItem', 'DeleteItem'],
  });
  sockets.allowSending(push);
};
