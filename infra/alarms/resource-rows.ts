import type { StageSettings } from '../stage-config.ts';
import { HOUR, MINUTE, pages, type AlarmRow } from './row.ts';

/** The watched resources whose names CloudFormation generates. All other names are derived from the stage's name. */
export interface WatchedResources {
  readonly lostRecordsBucket: string;
}

/**
 * The alarms of the hourly function `sweep-batches`, and of the bucket of lost records. A throttled table has no alarm
 * of its own: throttling makes messages wait and routes respond with 503, and other alarms report this.
 */
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
    // Lambda retries a scheduled function twice, after one and two minutes (developer guide, "Asynchronous
    // invocation"). So two errors in one period mean that a retry failed too.
    periodSeconds: 5 * MINUTE,
    above: 1,
    datapoints: [1, 1],
    source: pages.lambda,
  },
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
    // S3 counts the objects once a day, and reports the number up to two days later. Lambda's own count of failed
    // records is not used, because it comes only in a group of six metrics, which would cost money for each relay.
    periodSeconds: 24 * HOUR,
    above: 0,
    datapoints: [1, 3],
    source: pages.s3,
  },
];
