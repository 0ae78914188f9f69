import { Alarm, type AlarmProps } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { StageSettings } from '../stage-config.ts';

/** Creates the stage's alarms. If the stage notifies people, all alarms publish to one SNS topic. */
export class AlarmBook extends Construct {
  readonly settings: StageSettings['alarms'];
  readonly topic: Topic | undefined;

  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id);
    this.settings = settings.alarms;
    this.topic = settings.alarms.notify ? alarmTopic(this, settings) : undefined;
  }

  /** Creates an alarm under `scope`. It publishes to the stage's topic, if there is one. */
  add(scope: Construct, id: string, props: AlarmProps): Alarm {
    const alarm = new Alarm(scope, id, props);
    if (this.topic !== undefined) alarm.addAlarmAction(new SnsAction(this.topic));
    return alarm;
  }
}

/** The topic has its own key, because CloudWatch cannot publish to a topic with the AWS-managed key. */
const alarmTopic = (scope: Construct, settings: StageSettings): Topic => {
  const masterKey = new Key(scope, 'Key', {
    description: `Encrypts Orderly's alarm notifications (${settings.name})`,
    enableKeyRotation: true,
  });
  masterKey.grantEncryptDecrypt(new ServicePrincipal('cloudwatch.amazonaws.com'));
  return new Topic(scope, 'Topic', {
    topicName: `orderly-${settings.name}-alarms`,
    masterKey,
    enforceSSL: true,
  });
};
