import { API_STAGE } from '../short-addresses.ts';
import type { StageSettings } from '../stage-config.ts';
import { MINUTE, pages, type AlarmRow, type Series } from './row.ts';

/** The alarms of the API. */
export const requestRows = (settings: StageSettings): readonly AlarmRow[] => {
  const api = { ApiName: `orderly-${settings.name}-api`, Stage: API_STAGE };
  const failures = (statistic: 'Average' | 'Sum', dimensions: Series['dimensions']): Series => ({
    namespace: 'AWS/ApiGateway',
    metric: '5XXError',
    dimensions,
    statistic,
    unit: statistic === 'Average' ? 'Share' : 'Count',
  });
  return [
    {
      name: 'api-failing',
      shows: 'More than 1 in 100 requests gets a response with status 500 or above.',
      reads: failures('Average', api),
      periodSeconds: MINUTE,
      above: 0.01,
      datapoints: [3, 5],
      source: pages.apiGateway,
    },
    {
      // This alarm finds a failing route that is called too rarely to raise the share of failures among all requests.
      name: 'api-keeps-failing',
      shows:
        'Responses with status 500 or above keep coming for an hour: a rarely used route may always fail.',
      reads: failures('Sum', api),
      periodSeconds: 5 * MINUTE,
      above: 0,
      datapoints: [12, 24],
      source: pages.apiGateway,
    },
    {
      // In a shop with few orders, one failure is enough for a period above the threshold. So this alarm needs three
      // such periods within two hours.
      name: 'placing-orders-failing',
      shows: 'POST /orders fails: more than 1 in 20 orders cannot be placed.',
      reads: failures('Average', { ...api, Method: 'POST', Resource: '/orders' }),
      periodSeconds: 5 * MINUTE,
      above: 0.05,
      datapoints: [3, 24],
      source: pages.apiGateway,
    },
  ];
};
