import type { ServiceName } from '../../shared/events/catalog.ts';
import type { StageSettings } from '../stage-config.ts';
import { HOUR, MINUTE, pages, type AlarmRow } from './row.ts';

/** The resources whose names CloudFormation chooses. All other names follow from the stage. */
export interface WatchedResources {
  readonly tables: Readonly<Record<ServiceName, { readonly tableName: string }>>;
  readonly lostRecordsBucket: string;
}

/** The alarms of tables, of the scheduled function, and of the bucket of lost records. */
export const resourceRows = (settings: StageSettings, resources: WatchedResources): readonly AlarmRow[] => [
  {
    name: 'inventory-sweep-batches-failing',
    shows: 'The hourly sweep fails, also when it is retried: batches of dead workers stay open.',
    reads: {
      namespace: 'AWS/Lambda',
      metric: 'Errors',
      dimensions: { FunctionName: `orderly-${settings.name}-inventory-sweep-batches` },
      statistic: 'Sum',
      unit: 'Count',
    },
    // Lambda retries a scheduled function twice, after one and two minutes (developer guide, "Asynchronous invocation").
    periodSeconds: 5 * MINUTE,
    above: 1,
    datapoints: [1, 1],
    source: pages.lambda,
  },
  // Every order writes the orders table, and all orders of a product write its stock item. The API's throttling keeps
  // the other tables below their limits. If they are throttled, messages in their inboxes get old.
  ...(['orders', 'inventory'] as const).map((service): AlarmRow => ({
    name: `${service}-table-throttled`,
    shows: `DynamoDB throttles writes of the table of ${service}.`,
    reads: {
      // CloudWatch never treats missing data of DynamoDB as good (user guide, "Configuring how CloudWatch alarms treat
      // missing data"). Without FILL, the alarm would stay on for ever.
      formula: 'FILL(throttled, 0)',
      of: {
        throttled: {
          namespace: 'AWS/DynamoDB',
          metric: 'WriteThrottleEvents',
          dimensions: { TableName: resources.tables[service].tableName },
          statistic: 'Sum',
          unit: 'Count',
        },
      },
    },
    periodSeconds: MINUTE,
    above: 0,
    datapoints: [3, 15],
    source: pages.dynamoDb,
  })),
  {
    name: 'lost-records',
    shows: `Events were never published: their stream records are in the bucket ${resources.lostRecordsBucket}.`,
    reads: {
      namespace: 'AWS/S3',
      metric: 'NumberOfObjects',
      dimensions: { BucketName: resources.lostRecordsBucket, StorageType: 'AllStorageTypes' },
      statistic: 'Maximum',
      unit: 'Count',
    },
    // S3 counts once a day and reports up to two days later. Lambda's own count would cost six metrics for each relay.
    periodSeconds: 24 * HOUR,
    above: 0,
    datapoints: [1, 3],
    source: pages.s3,
  },
];
