import { stage } from './stage.ts';

/** The metrics that functions count themselves. Each has an alarm (infra/alarms/business-rows.ts). */
export type Occurrence = 'NearTimeouts' | 'WebhooksRejected';

/**
 * Counts 1 in CloudWatch's embedded metric format, with the stage as the only dimension.
 *
 * Powertools' Metrics, which the relays use, would add 3 % to the bundle of every function.
 */
export const countOnce = (name: Occurrence): void => {
  const metrics = [{ Name: name, Unit: 'Count' }];
  const line = {
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [{ Namespace: 'Orderly', Dimensions: [['stage']], Metrics: metrics }],
    },
    stage,
    [name]: 1,
    function_name: process.env['AWS_LAMBDA_FUNCTION_NAME'],
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
};
