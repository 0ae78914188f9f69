import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { StageSettings } from '../stage-config.ts';

/**
 * The topic of a stage's alarms. CloudWatch of this account may publish to the topic.
 *
 * - `enforceSSL` alone would silence all alarms. It gives the topic a policy of its own. A topic with its own policy
 *   loses SNS's default policy, which lets CloudWatch publish.
 * - The topic has its own key, because CloudWatch may not use the AWS-managed key (knowledge center, "encrypted SNS
 *   topic").
 */
export class AlarmTopic extends Topic {
  constructor(scope: Construct, id: string, { name, alarms }: StageSettings) {
    const masterKey = new Key(scope, `${id}Key`, {
      description: `Encrypts Orderly's alarm notifications (${name})`,
      enableKeyRotation: true,
      // The key can be deleted with the topic, because it encrypts nothing that outlives the topic.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    super(scope, id, { topicName: `orderly-${name}-alarms`, masterKey, enforceSSL: true });
    const byCloudWatch = {
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
    };
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AllowAlarms',
        ...byCloudWatch,
        actions: ['sns:Publish'],
        resources: [this.topicArn],
      }),
    );
    // SNS developer guide, "Enable compatibility between event sources from AWS services and encrypted topics".
    masterKey.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AllowAlarms',
        ...byCloudWatch,
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
      }),
    );
    if (alarms.email !== undefined) this.addSubscription(new EmailSubscription(alarms.email));
  }
}
