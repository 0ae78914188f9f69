import { Logger } from '@aws-lambda-powertools/logger';
import type middy from '@middy/core';

/** The logger of a function. Environment: `POWERTOOLS_SERVICE_NAME`, `POWERTOOLS_LOG_LEVEL`. */
export const logger = new Logger();

/** The stage of this function, from `STAGE`. Every metric has it as a dimension, so each stage has its own figures. */
export const stage = process.env['STAGE'] ?? 'unknown';

/** The metrics that `countOnce` counts. Each of them has an alarm (infra/alarms/business-rows.ts). */
export type Occurrence = 'CanaryFailed' | 'MoneyAtRisk' | 'NearTimeouts' | 'WebhooksRejected';

/**
 * Counts 1 in CloudWatch's embedded metric format, with the stage as a dimension, and the service if it is given. A
 * `value` of 0 means that nothing happened, so that an alarm can distinguish this from missing data.
 *
 * The relays use the class `Metrics` of Powertools instead. Here, that class would add 3 % to the bundle of every
 * function.
 */
export const countOnce = (name: Occurrence, service?: string, value: 0 | 1 = 1): void => {
  const metrics = [{ Name: name, Unit: 'Count' }];
  const dimensions = service === undefined ? { stage } : { service, stage };
  const line = {
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [{ Namespace: 'Orderly', Dimensions: [Object.keys(dimensions)], Metrics: metrics }],
    },
    ...dimensions,
    [name]: value,
    function_name: process.env['AWS_LAMBDA_FUNCTION_NAME'],
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

/** The share of its time after which an invocation counts as near its timeout. */
const NEAR = 0.8;

/**
 * A step that counts each invocation that uses more than 80 % of the function's time. The step counts an invocation
 * while the invocation still runs. So it also counts invocations that Lambda ends at the timeout. Use it before all
 * other steps.
 */
export const nearTimeout = (): middy.MiddlewareObj => {
  const timers = new WeakMap<object, NodeJS.Timeout>();
  const stop = (request: object): void => clearTimeout(timers.get(request));
  return {
    before: (request) => {
      const remainingMs = request.context.getRemainingTimeInMillis();
      timers.set(request, setTimeout(() => countOnce('NearTimeouts'), NEAR * remainingMs).unref());
    },
    after: stop,
    onError: stop,
  };
};
