import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { QUEUE_DAYS } from '../kept-copies.ts';

/** A dead-letter queue. On AWS, an alarm goes off when the queue is not empty (infra/alarms/message-rows.ts). */
export class DeadLetterQueue extends Queue {
  constructor(scope: Construct, id: string, name: string) {
    super(scope, id, {
      queueName: name,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // The longest time that SQS allows, because a person has to inspect the messages.
      retentionPeriod: Duration.days(QUEUE_DAYS),
    });
  }
}
