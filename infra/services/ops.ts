import * as api from '../../functions/ops/api.ts';
import { addCanary } from '../constructs/canary.ts';
import type { ServiceScope } from '../constructs/service-scope.ts';

/** The ops service: health, status, redriving dead letters, and the canary. It has no data. */
export const ops = (service: ServiceScope): void => {
  const { name, version, canaryMinutes } = service.settings;
  service.route([api.getHealth, api.notFound], 'edge', { environment: { VERSION: version } });
  const status = service.route(api.getStatus, 'get-status', {
    queues: 'count',
    environment: { NAME_PREFIX: `orderly-${name}-` },
  });
  // CloudWatch supports no resource ARNs for reading metrics (service authorization reference).
  status.allow(['cloudwatch:DescribeAlarms', 'cloudwatch:GetMetricData', 'cloudwatch:ListMetrics'], ['*']);
  // Redriving a full batch and listing every queue take longer than other requests.
  const timeoutSeconds = 29;
  service.route(api.listDeadLetters, 'list-dead-letters', { queues: 'look', timeoutSeconds });
  service.route(api.redriveDeadLetters, 'redrive-dead-letters', {
    queues: 'redrive',
    timeoutSeconds,
  });
  if (canaryMinutes !== undefined) addCanary(service, canaryMinutes);
};
