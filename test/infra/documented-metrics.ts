import type { Series } from '../../infra/alarms/row.ts';

/** The unit and dimensions of a metric, from the AWS documentation (named in infra/alarms/row.ts) or from our code. */
export interface DocumentedMetric {
  readonly unit: Series['unit'];
  /** The sets of dimensions under which the metric is published. */
  readonly dimensions: readonly (readonly string[])[];
}

const queue = [['QueueName']];
const api = [['ApiName'], ['ApiName', 'Stage'], ['ApiName', 'Stage', 'Method', 'Resource']];
const ofFunction = [['FunctionName'], ['FunctionName', 'Resource']];
const ofAccount = [[]];

/** The metrics by namespace and name. `5XXError` has two entries: its sum is a count, and its average is a share. */
export const documentedMetrics: Readonly<Record<string, DocumentedMetric>> = {
  'AWS/SQS ApproximateNumberOfMessagesVisible': { unit: 'Count', dimensions: queue },
  'AWS/SQS ApproximateAgeOfOldestMessage': { unit: 'Seconds', dimensions: queue },
  'AWS/Lambda IteratorAge': { unit: 'Milliseconds', dimensions: ofFunction },
  'AWS/Lambda Errors': { unit: 'Count', dimensions: [...ofFunction, ...ofAccount] },
  'AWS/Lambda ConcurrentExecutions': { unit: 'Count', dimensions: [...ofFunction, ...ofAccount] },
  'AWS/Lambda ClaimedAccountConcurrency': { unit: 'Count', dimensions: ofAccount },
  'AWS/Lambda RecursiveInvocationsDropped': { unit: 'Count', dimensions: ofFunction },
  'AWS/Events FailedInvocations': { unit: 'Count', dimensions: [['RuleName'], ['EventBusName', 'RuleName']] },
  'AWS/ApiGateway 5XXError': { unit: 'Count', dimensions: api },
  'AWS/ApiGateway 5XXError Average': { unit: 'Share', dimensions: api },
  'AWS/S3 NumberOfObjects': { unit: 'Count', dimensions: [['BucketName', 'StorageType']] },
  'AWS/SES Reputation.BounceRate': { unit: 'Share', dimensions: ofAccount },
  'AWS/SES Reputation.ComplaintRate': { unit: 'Share', dimensions: ofAccount },
  'Orderly OrdersPlaced': { unit: 'Count', dimensions: [['service', 'stage']] },
  'Orderly OrdersPaidInTime': { unit: 'Count', dimensions: [['service', 'stage']] },
  'Orderly MoneyAtRisk': { unit: 'Count', dimensions: [['service', 'stage']] },
  'Orderly CanaryFailed': { unit: 'Count', dimensions: [['stage']] },
  'Orderly NearTimeouts': { unit: 'Count', dimensions: [['stage']] },
  'Orderly WebhooksRejected': { unit: 'Count', dimensions: [['stage']] },
};

/**
 * Looks a metric up.
 * @throws Error if it is not documented.
 */
export const documented = (namespace: string, metric: string, statistic: string): DocumentedMetric => {
  const name = `${namespace} ${metric}`;
  const found = documentedMetrics[`${name} ${statistic}`] ?? documentedMetrics[name];
  if (found === undefined) throw new Error(`test/infra/documented-metrics.ts has no ${name}`);
  return found;
};
