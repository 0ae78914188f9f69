import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { AlarmBook } from './alarm-book.ts';
import type { ServiceFunction } from './service-function.ts';

const oneMinute = { period: Duration.minutes(1) };

/** Alarms on a function's errors and throttles: two minutes in a row, for a single one is retried. */
export const addFunctionAlarms = (watched: ServiceFunction, alarms: AlarmBook): void => {
  const whenAny = {
    threshold: 0,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 2,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  };
  alarms.add(watched, 'Errors', {
    ...whenAny,
    alarmName: `${watched.name}-errors`,
    alarmDescription: `${watched.name} ends with errors or runs out of time; see its log group.`,
    metric: watched.metricErrors(oneMinute),
  });
  alarms.add(watched, 'Throttles', {
    ...whenAny,
    alarmName: `${watched.name}-throttles`,
    alarmDescription: `${watched.name} is refused for lack of concurrency in the account.`,
    metric: watched.metricThrottles(oneMinute),
  });
};

/** What an alarm on a business metric is about. */
export interface BusinessAlarm {
  readonly name: string;
  /** The service whose functions count the metric: Powertools' dimension `service`. */
  readonly service: string;
  readonly metric: string;
  readonly description: string;
}

/** An alarm on a business metric (shared/observability/business-metrics.ts): a single count is for a person to see. */
export const addBusinessAlarm = (scope: Construct, alarms: AlarmBook, alarm: BusinessAlarm): void => {
  alarms.add(scope, alarm.metric, {
    alarmName: alarm.name,
    alarmDescription: alarm.description,
    metric: new Metric({
      namespace: 'Orderly',
      metricName: alarm.metric,
      dimensionsMap: { service: alarm.service },
      statistic: 'Sum',
      ...oneMinute,
    }),
    threshold: 0,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
};
