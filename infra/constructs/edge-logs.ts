import { Duration } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { StageSettings } from '../stage-config.ts';
import { keptOrNamed } from './kept-or-named.ts';

/**
 * The regions that are enabled in every account. CloudFront delivers standard logs (legacy) only to buckets in these
 * regions (developer guide).
 */
const REGIONS =
  /^(us-(east|west)-[12]|eu-(central-1|west-[123]|north-1)|ca-central-1|sa-east-1|ap-(south-1|southeast-[12]|northeast-[123]))$/;

/**
 * Whether CloudFront writes access logs. A sandbox has no access logs, because a bucket with logs cannot be removed
 * with its stack.
 */
export const takesEdgeLogs = ({ keepData, target }: Pick<StageSettings, 'keepData' | 'target'>): boolean =>
  keepData && REGIONS.test(target?.region ?? '');

/**
 * The bucket of the distribution's access logs. Version 2 of these logs would need a stack in us-east-1, whatever the
 * region of the stage. So Orderly uses the earlier version. The earlier version writes with ACLs, so the bucket must
 * allow ACLs.
 */
export class EdgeLogs extends Bucket {
  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id, {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED,
      lifecycleRules: [{ expiration: Duration.days(settings.logRetentionDays) }],
      removalPolicy: keptOrNamed(settings, {}).removalPolicy,
    });
  }
}
