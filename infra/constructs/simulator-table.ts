import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import type { StageSettings } from '../stage-config.ts';

/** The table of all simulators: payment sessions, behaviour settings, the webhook endpoint and authorization codes. */
export const simulatorTable = (scope: Construct, settings: StageSettings): TableV2 =>
  new TableV2(scope, 'Table', {
    tableName: `orderly-${settings.name}-simulators`,
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    billing: Billing.onDemand(),
    timeToLiveAttribute: 'expiresAt',
    encryption: settings.onAws ? TableEncryptionV2.awsManagedKey() : TableEncryptionV2.dynamoOwnedKey(),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: settings.onAws },
    // The table can be deleted, because it holds no real payments or personal data.
    removalPolicy: RemovalPolicy.DESTROY,
  });
