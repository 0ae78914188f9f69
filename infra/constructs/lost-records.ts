import { Duration, RemovalPolicy } from 'aws-cdk-lib';
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

/**
 * Where stream records end that no relay could publish within 23 of the stream's 24 hours, whole, for a person to look at.
 * As an event source's failure destination it lets the function write into it and no more: CDK's own would let it
 * read and delete as well.
 */
export class LostRecords extends Bucket implements IEventSourceDlq {
  readonly #stage: string;

  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id, {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      lifecycleRules: [{ expiration: Duration.days(90) }],
      // A bucket that holds records is not deleted by CloudFormation; an empty one of a sandbox is.
      removalPolicy: settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.#stage = settings.stage;
  }

  /**
   * Alarms while anything is in the bucket, under the book's own scope: the bucket's stack may not depend on the topic's.
   *
   * S3 counts a bucket's objects once a day, for free, and tells a day or two late (S3 user guide, daily storage metrics);
   * so three days are looked at, of which one is enough. Lambda's own count of what it sent to a destination would come
   * at once, but is off by default and brings six paid metrics for each relay (developer guide, event source mapping
   * metrics); and by then the alarm on the relay's age has been up for most of a day.
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

  /** Called by the event source. Lambda wants both permissions (developer guide, failed-event destinations). */
  bind(_mapping: IEventSourceMapping, target: IFunction): DlqDestinationConfig {
    target.addToRolePolicy(
      new PolicyStatement({ actions: ['s3:PutObject'], resources: [this.arnForObjects('*')] }),
    );
    target.addToRolePolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.bucketArn] }));
    return { destination: this.bucketArn };
  }
}
