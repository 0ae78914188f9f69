import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { AlarmBook } from './alarm-book.ts';
import type { ServiceFunction } from './service-function.ts';

/** How a function is invoked: by requests and messages (`always`), or by a schedule (`scheduled`). */
export type Rhythm = 'always' | 'scheduled';

/**
 * A single transient error does not alarm: errors must occur in two consecutive minutes. Lambda
 * retries a scheduled function twice (developer guide, "Asynchronous invocation"), so two errors within five minutes
 * raise its alarm.
 */
const whenAgain = {
  always: { threshold: 1, evaluationPeriods: 2, period: Duration.minutes(1) },
  scheduled: { threshold: 2, evaluationPeriods: 1, period: Duration.minutes(5) },
} as const;

/** Adds alarms on a function's errors and throttles. A single error or throttle raises no alarm, because it may be transient (see `whenAgain`). */
export const addFunctionAlarms = (
  watched: ServiceFunction,
  alarms: AlarmBook,
  rhythm: Rhythm = 'always',
): void => {
  const { period, ...again } = whenAgain[rhythm];
  const whenAny = {
    ...again,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  };
  alarms.add(watched, 'Errors', {
    ...whenAny,
    alarmName: `${watched.name}-errors`,
    alarmDescription: `${watched.name} ends with errors or runs out of time; see its log group.`,
    metric: watched.metricErrors({ period }),
  });
  alarms.add(watched, 'Throttles', {
    ...whenAny,
    alarmName: `${watched.name}-throttles`,
    alarmDescription: `${watched.name} is throttled, because the account has too little concurrency.`,
    metric: watched.metricThrottles({ period }),
  });
};

export interface BusinessAlarm {
  readonly name: string;
  /** The service that emits the metric, as in Powertools' dimension `service`. */
  readonly service: string;
  readonly metric: string;
  readonly description: string;
}

/**
 * Adds an alarm on a business metric (shared/observability/business-metrics.ts). A single occurrence alarms, because a
 * person must act.
 */
export const addBusinessAlarm = (scope: Construct, alarms: AlarmBook, alarm: BusinessAlarm): void => {
  alarms.add(scope, alarm.metric, {
    alarmName: alarm.name,
    alarmDescription: alarm.description,
    metric: new Metric({
      namespace: 'Orderly',
      metricName: alarm.metric,
      dimensionsMap: { service: alarm.service },
      statistic: 'Sum',
      period: Duration.minutes(1),
    }),
    threshold: 0,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
};
