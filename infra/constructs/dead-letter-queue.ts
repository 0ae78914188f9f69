import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { AlarmBook } from './alarm-book.ts';

/** A dead-letter queue, with an alarm that fires when the queue is not empty. */
export class DeadLetterQueue extends Queue {
  constructor(scope: Construct, id: string, props: { readonly name: string; readonly alarms: AlarmBook }) {
    super(scope, id, {
      queueName: props.name,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // SQS's maximum, because a person has to inspect the messages.
      retentionPeriod: Duration.days(14),
    });
    props.alarms.add(this, 'NotEmpty', {
      alarmName: `${props.name}-not-empty`,
      alarmDescription: `${props.name} is not empty. See GET /ops/dead-letters for the cause, then redrive.`,
      metric: this.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(1),
        statistic: 'Maximum',
      }),
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
