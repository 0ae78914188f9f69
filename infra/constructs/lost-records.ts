import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type {
  DlqDestinationConfig,
  IEventSourceDlq,
  IEventSourceMapping,
  IFunction,
} from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { StageSettings } from '../stage-config.ts';
import type { AlarmBook } from './alarm-book.ts';
import { keptOrNamed } from './kept-or-named.ts';

/**
 * A bucket for the stream records that a relay could not publish within 23 hours, so that a person can inspect them.
 * After 24 hours the stream drops them. As the relays' failure destination, the bucket grants only the permissions that
 * Lambda needs. CDK's own `S3OnFailureDestination` also grants reading and deleting.
 */
export class LostRecords extends Bucket implements IEventSourceDlq {
  readonly #stage: string;

  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id, {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      lifecycleRules: [{ expiration: Duration.days(90) }],
      // With DESTROY, CloudFormation deletes an empty bucket. It never deletes a bucket that holds records.
      removalPolicy: keptOrNamed(settings, {}).removalPolicy,
    });
    this.#stage = settings.name;
  }

  /**
   * Adds an alarm that fires while the bucket is not empty.
   *
   * - The alarm belongs to the stack of the alarm topic, because the bucket's stack may not depend on that stack.
   * - S3 counts objects once a day for free, up to two days late (S3 user guide, daily storage metrics). So the alarm
   *   reads three days, and one day with objects is enough.
   * - Lambda's own count is immediate. But it is off by default, and it adds six paid metrics for each relay (developer
   *   guide, event source mapping metrics).
   */
  watchWith(alarms: AlarmBook): void {
    alarms.add(alarms, 'LostRecords', {
      alarmName: `orderly-${this.#stage}-lost-records`,
      alarmDescription: `Events were never published: their stream records are in the bucket ${this.bucketName}.`,
      metric: new Metric({
        namespace: 'AWS/S3',
        metricName: 'NumberOfObjects',
        dimensionsMap: { BucketName: this.bucketName, StorageType: 'AllStorageTypes' },
        statistic: 'Maximum',
        period: Duration.days(1),
      }),
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 3,
      datapointsToAlarm: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  /** CDK calls this for each relay. Lambda requires both permissions (developer guide, failed-event destinations). */
  bind(_mapping: IEventSourceMapping, target: IFunction): DlqDestinationConfig {
    target.addToRolePolicy(
      new PolicyStatement({ actions: ['s3:PutObject'], resources: [this.arnForObjects('*')] }),
    );
    target.addToRolePolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.bucketArn] }));
    return { destination: this.bucketArn };
  }
}
