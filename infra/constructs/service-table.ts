import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { tableShapes, type IndexShape, type TableShape } from '../../shared/config/tables.ts';
import type { ServiceName } from '../../shared/events/catalog.ts';
import { BACKUP_DAYS } from '../kept-copies.ts';
import type { StageSettings } from '../stage-config.ts';
import { keptOrNamed } from './kept-or-named.ts';

const string = (name: string) => ({ name, type: AttributeType.STRING });

const indexProps = ([indexName, shape]: readonly [string, IndexShape]) => ({
  indexName,
  partitionKey: string(shape.partitionKey),
  sortKey: string(shape.sortKey),
  projectionType: ProjectionType.KEYS_ONLY,
});

/** A service's table, with the keys and indexes from `shared/config/tables.ts`, and a stream for a relay. */
export class ServiceTable extends TableV2 {
  constructor(scope: Construct, id: string, service: ServiceName, settings: StageSettings) {
    const shape: TableShape = tableShapes[service];
    super(scope, id, {
      // CloudFormation cannot delete a table with deletion protection. So CloudFormation must not try to delete the
      // table when the first deployment fails.
      ...keptOrNamed(settings, { tableName: `orderly-${settings.name}-${service}` }, RemovalPolicy.RETAIN),
      partitionKey: string('pk'),
      billing: Billing.onDemand(),
      timeToLiveAttribute: 'expiresAt',
      // The stream has the item before and after each write. The relay compares the two, and publishes only the events
      // that the write added.
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      encryption: settings.onAws ? TableEncryptionV2.awsManagedKey() : TableEncryptionV2.dynamoOwnedKey(),
      pointInTimeRecoverySpecification: settings.onAws
        ? { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: BACKUP_DAYS }
        : { pointInTimeRecoveryEnabled: false },
      deletionProtection: settings.keepData,
      globalSecondaryIndexes: Object.entries(shape.indexes).map(indexProps),
    });
  }
}
