import type { StageSettings } from './stage-types.ts';

/** How long a message waits in a queue, and then in its dead-letter queue: SQS's maximum, in days. */
export const QUEUE_DAYS = 14;
/** How long the bucket keeps stream records that a relay could not publish, in days. */
export const LOST_RECORD_DAYS = 90;
/** How far back a table can be restored: DynamoDB's maximum, in days. */
export const BACKUP_DAYS = 35;

/**
 * How long each kind of copy outlives the row that it was made from, in days. An archived event can be replayed on its
 * last day, and may then wait in a queue and in its dead-letter queue.
 */
export const keptCopies = ({ onAws, archiveDays, logRetentionDays }: StageSettings) => {
  const messages = 2 * QUEUE_DAYS;
  return {
    logs: logRetentionDays,
    messages,
    ...(onAws
      ? { archivedEvents: archiveDays + messages, lostRecords: LOST_RECORD_DAYS, backups: BACKUP_DAYS }
      : {}),
  };
};

/** The days after which no copy of a deleted row is left: an event, a message, a log line or a backup. */
export const copiesKeptDays = (settings: StageSettings): number =>
  Math.max(...Object.values(keptCopies(settings)));
