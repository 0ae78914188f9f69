import type { KeepDays, StageSettings } from './stage-types.ts';

/** How long a message can wait in a queue, and then again in its dead-letter queue: SQS's maximum, in days. */
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

/** The days after which none of these copies of a deleted row is left. */
export const copiesKeptDays = (settings: StageSettings): number =>
  Math.max(...Object.values(keptCopies(settings)));

/**
 * How many days an order may still change after the last write of its payment or its ticket. A paid order must be
 * handed over or cancelled within this time.
 */
export const ORDER_DAYS = 365;
/** The most days from an event until a worker begins to send the mail or text message about it, with room to spare. */
const MESSAGE_DAYS = 30;

/**
 * The shortest periods for which rows may be kept. If an event led to a row, the row must outlive all copies of this
 * event. Otherwise, when a copy is replayed or redriven, its consumer would find no row and do its work again, for
 * example collect a payment twice.
 */
export const leastKeepDays = (settings: StageSettings): KeepDays => {
  const copies = copiesKeptDays(settings);
  return { orders: copies + ORDER_DAYS, messages: copies + MESSAGE_DAYS };
};

/** @throws Error that names each period that is too short or too long, and the settings file (`path`). */
export const checkKeepDays = (settings: StageSettings, path: string): void => {
  const { orders, messages } = settings.keepDays;
  if (messages > orders) {
    throw new Error(
      `${path} is wrong for stage ${settings.stage}: keepDays.messages is ${messages}, but must be at most ` +
        `keepDays.orders (${orders}), because an export finds messages by their order (docs/personal-data.md).`,
    );
  }
  const problems = Object.entries(leastKeepDays(settings)).flatMap(([kind, least]) => {
    const days = settings.keepDays[kind as keyof KeepDays];
    return days < least ? [`  keepDays.${kind}: is ${days}, but must be at least ${least}`] : [];
  });
  if (problems.length === 0) return;
  throw new Error(
    `${path} is wrong for stage ${settings.stage}, because events could be replayed for longer than their rows are ` +
      `kept (docs/deployment.md explains its settings):\n${problems.join('\n')}`,
  );
};
