import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
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
