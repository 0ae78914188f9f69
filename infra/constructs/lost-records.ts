import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type {
  DlqDestinationConfig,
  IEventSourceDlq,
  IEventSourceMapping,
  IFunction,
} from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { LOST_RECORD_DAYS } from '../kept-copies.ts';
import type { StageSettings } from '../stage-config.ts';
import { keptOrNamed } from './kept-or-named.ts';

/**
 * A bucket for the stream records that a relay could not publish within 23 hours, so that a person can inspect them.
 * After 24 hours the stream drops such records. The relays use the bucket as their failure destination. `bind` grants
 * only the permissions that Lambda needs. CDK's own `S3OnFailureDestination` also grants reading and deleting.
 */
export class LostRecords extends Bucket implements IEventSourceDlq {
  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id, {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      lifecycleRules: [{ expiration: Duration.days(LOST_RECORD_DAYS) }],
      // With DESTROY, CloudFormation deletes an empty bucket. It never deletes a bucket that holds records.
      removalPolicy: keptOrNamed(settings, {}).removalPolicy,
    });
  }

  /**
   * CDK calls this method for each relay. Lambda requires both permissions (developer guide, failed-event
   * destinations).
   */
  bind(_mapping: IEventSourceMapping, target: IFunction): DlqDestinationConfig {
    target.addToRolePolicy(
      new PolicyStatement({ actions: ['s3:PutObject'], resources: [this.arnForObjects('*')] }),
    );
    target.addToRolePolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.bucketArn] }));
    return { destination: this.bucketArn };
  }
}
