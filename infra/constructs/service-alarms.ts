import { Duration } from 'aws-cdk-lib';
import {
  ComparisonOperator,
  MathExpression,
  TreatMissingData,
  type IMetric,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { AlarmBook } from './alarm-book.ts';
import type { ServiceFunction } from './service-function.ts';

/** CloudWatch adds up at most ten metrics in an alarm (PutMetricAlarm, API reference). */
const METRICS_PER_ALARM = 10;

/** What an alarm of a service adds up. */
interface Sum {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly metricOf: (watched: ServiceFunction) => IMetric;
}

const sums: readonly Sum[] = [
  {
    id: 'Errors',
    name: 'errors',
    description: 'Functions end with an error or run out of time',
    metricOf: (watched) => watched.metricErrors({ period: Duration.minutes(1) }),
  },
  {
    id: 'Throttles',
    name: 'throttles',
    description: 'Functions are refused for lack of concurrency',
    metricOf: (watched) => watched.metricThrottles({ period: Duration.minutes(1) }),
  },
];

/** Alarms on errors and throttles of a service's functions: of all together, to stay within a stack's resources. */
export const addServiceAlarms = (
  scope: Construct,
  service: string,
  functions: readonly ServiceFunction[],
  alarms: AlarmBook,
): void => {
  for (let start = 0; start < functions.length; start += METRICS_PER_ALARM) {
    const part = functions.slice(start, start + METRICS_PER_ALARM);
    const suffix = start === 0 ? '' : String(start / METRICS_PER_ALARM + 1);
    for (const { id, name, description, metricOf } of sums) {
      const ids = part.map((_, index) => `m${index}`);
      alarms.add(scope, `${id}${suffix}`, {
        alarmName: `${alarms.prefix}-${service}-${name}${suffix}`,
        alarmDescription: `${description}: ${part.map((watched) => watched.node.id).join(', ')} of ${service}.`,
        metric: new MathExpression({
          expression: ids.join('+'),
          label: `${service} ${name}`,
          period: Duration.minutes(1),
          usingMetrics: Object.fromEntries(part.map((watched, index) => [`m${index}`, metricOf(watched)])),
        }),
        threshold: 0,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        evaluationPeriods: 2,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      });
    }
  }
};
