import type { ServiceName } from '../../shared/events/catalog.ts';
import type { StageSettings } from '../stage-config.ts';
import { MINUTE, type AlarmRow, type Series } from './row.ts';

/** The alarms about metrics that the code itself counts. */
export const businessRows = ({ name: stage, canaryMinutes }: StageSettings): readonly AlarmRow[] => {
  const counted = (metric: string, service?: ServiceName): Series => ({
    namespace: 'Orderly',
    metric,
    dimensions: { ...(service === undefined ? {} : { service }), stage },
    statistic: 'Sum',
    unit: 'Count',
  });
  return [
    {
      name: 'orders-unpaid',
      shows:
        'Customers have placed orders for more than two hours, and no payment was noticed before the time to pay ended.',
      reads: {
        formula: 'IF(placed > 1 AND paid < 1, 1, 0)',
        of: { placed: counted('OrdersPlaced', 'orders'), paid: counted('OrdersPaidInTime', 'orders') },
      },
      periodSeconds: 45 * MINUTE,
      above: 0,
      datapoints: [3, 3],
      source: 'shared/observability/business-metrics.ts',
    },
    {
      name: 'webhooks-rejected',
      shows:
        'Webhooks are rejected. If they are the payment provider’s, payments are noticed late: is the secret right?',
      reads: counted('WebhooksRejected'),
      periodSeconds: 5 * MINUTE,
      above: 0,
      datapoints: [2, 24],
      source: 'functions/payments/lambdas/receive-webhook.ts',
    },
    {
      name: 'payments-money-at-risk',
      shows:
        'A refund was refused or returned, a customer disputes a payment at the bank, or the hourly sweep of ' +
        'payments failed. A person must act on it.',
      reads: counted('MoneyAtRisk', 'payments'),
      periodSeconds: MINUTE,
      above: 0,
      datapoints: [1, 1],
      source: 'shared/observability/business-metrics.ts',
    },
    {
      name: 'near-timeout',
      shows: 'Functions use more than 80 % of the time that they may run.',
      reads: counted('NearTimeouts'),
      periodSeconds: 5 * MINUTE,
      above: 0,
      datapoints: [3, 12],
      source: 'shared/observability/telemetry.ts',
    },
    ...(canaryMinutes === undefined
      ? []
      : [
          {
            name: 'canary-failing',
            shows: 'The canary cannot place and cancel a test order, or it does not run at all.',
            reads: counted('CanaryFailed'),
            periodSeconds: canaryMinutes * MINUTE,
            above: 0,
            missingCounts: true,
            // The alarm needs two periods in a row in which a run failed or is missing. In one period alone, a run may
            // fail because of a single lost request, or be missing because it began just before or after the period.
            datapoints: [2, 2],
            source: 'functions/ops/lambdas/run-canary.ts',
          } as const,
        ]),
  ];
};
