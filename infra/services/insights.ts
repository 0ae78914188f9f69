import * as api from '../../functions/insights/api.ts';
import type { ServiceScope } from '../constructs/service-scope.ts';
import { insightsWorkers } from '../insights-workers.ts';

/** The insights service: rows and figures for staff. It receives events but publishes none, so it has no relay. */
export const insights = (service: ServiceScope): void => {
  const { insights: isOn, messaging } = service.settings;
  if (!isOn) {
    service.unusedInbox('insights-inbox');
    return;
  }
  service.route([api.listAllOrders, api.getOrderTimeline, api.getDayFigures], 'show-insights', {
    table: ['GetItem', 'Query', 'BatchGetItem'],
    cursors: true,
  });
  service.inbox('insights-inbox', 'inbox', {
    // A transaction with rows and figures needs `PutItem` and `UpdateItem`.
    table: ['BatchGetItem', 'PutItem', 'UpdateItem'],
    batchWindowSeconds: messaging.batchingWindowSeconds,
    ...(messaging.maxConcurrency === undefined
      ? {}
      : { maxConcurrency: insightsWorkers(messaging.maxConcurrency) }),
  });
};
