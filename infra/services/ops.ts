import type { ServiceScope } from '../constructs/service-scope.ts';

/** Looks at the platform and mends it: it owns nothing. Composed last, for it is told about all queues. */
export const ops = (service: ServiceScope): void => {
  const { stage } = service.settings;
  const status = service.route('GET', '/ops/status', 'get-status', {
    queues: 'watch',
    environment: { NAME_PREFIX: `orderly-${stage}-` },
  });
  // CloudWatch knows no resources for reading metrics (service authorization reference).
  status.allow(['cloudwatch:DescribeAlarms', 'cloudwatch:GetMetricData', 'cloudwatch:ListMetrics'], ['*']);
  // A redrive of a full call, and a listing of every queue, take longer than other requests do.
  const timeoutSeconds = 29;
  service.route('GET', '/ops/dead-letters', 'list-dead-letters', { queues: 'watch', timeoutSeconds });
  service.route('POST', '/ops/dead-letters/{queue}/redrive', 'redrive-dead-letters', {
    queues: 'redrive',
    timeoutSeconds,
  });
};
