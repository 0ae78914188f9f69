import type { components } from '../../../client/index.ts';

export type DeadLetters = components['schemas']['DeadLetters'];
type QueueGroup = DeadLetters['groups'][number];

/**
 * A dead letter: a message that a service could not process, with its queue and the cause. It waits for a person's
 * decision.
 */
export type Letter = QueueGroup['messages'][number] & Pick<QueueGroup, 'queue' | 'source' | 'code' | 'cause'>;

/** All dead letters with the same cause. They can be in several queues. */
export interface CauseGroup {
  readonly code: string;
  readonly cause: string;
  readonly letters: readonly Letter[];
  readonly queues: readonly string[];
  readonly oldest: string;
  readonly newest: string;
}

/** The messages that one request has sent back to their queue. */
export interface Batch {
  readonly at: string;
  readonly queue: string;
  readonly code: string;
  readonly moved: readonly { readonly messageId: string; readonly eventId?: string | undefined }[];
}

/**
 * Queues whose dead letters hold up no order, because they are about messages to customers or about the read model
 * (docs/operations.md).
 */
const besideOrders: ReadonlySet<string> = new Set(['notifications-inbox', 'mail-feedback', 'insights-inbox']);

/** True if a dead letter in this queue holds up an order. Then a person must act at once, even at night. */
export const holdsUpOrders = (queue: string): boolean => !besideOrders.has(queue);

/** The dead letters of all groups in a response, as one list. */
export const lettersOf = ({ groups }: DeadLetters): readonly Letter[] =>
  groups.flatMap(({ queue, source, code, cause, messages }) =>
    messages.map((message) => ({ ...message, queue, source, code, cause })),
  );

/** Leaves out the messages that this browser has sent back, because SQS can list them for a moment longer. */
export const notMoved = (letters: readonly Letter[], batches: readonly Batch[]): readonly Letter[] => {
  const moved = new Set(batches.flatMap((batch) => batch.moved.map(({ messageId }) => messageId)));
  return letters.filter(({ messageId }) => !moved.has(messageId));
};

/** Groups dead letters by cause. The largest group comes first, and within a group the newest letter. */
export const groupsOf = (letters: readonly Letter[]): readonly CauseGroup[] =>
  Object.values(Object.groupBy(letters, ({ code, cause }) => JSON.stringify([code, cause])))
    .flatMap((members = []) => {
      const sorted = members.toSorted((a, b) => (a.sentAt < b.sentAt ? 1 : -1));
      const [first, last] = [sorted[0], sorted.at(-1)];
      if (first === undefined || last === undefined) return [];
      const queues = [...new Set(members.map(({ queue }) => queue))].toSorted();
      const { code, cause } = first;
      return [{ code, cause, letters: sorted, queues, oldest: last.sentAt, newest: first.sentAt }];
    })
    .toSorted((a, b) => b.letters.length - a.letters.length);

/**
 * True if a dead letter is a message of this batch that has failed again. Such a message has a new message id, so it is
 * recognised by the id of its event. A message that cannot be read has no such id. It counts as one of the batch if the
 * batch had such messages with the same code, and if it became a dead letter after the batch was sent.
 */
const isOf = (batch: Batch, { queue, code, eventId, sentAt }: Letter): boolean =>
  queue === batch.queue &&
  batch.moved.some((one) => one.eventId === eventId) &&
  (eventId !== undefined || (code === batch.code && sentAt > batch.at));

/**
 * How often a message was sent back from this browser. If the message is a dead letter now, it has failed again each
 * time.
 */
export const timesSent = (letter: Letter, batches: readonly Batch[]): number =>
  batches.filter((batch) => isOf(batch, letter)).length;

/** The messages of a batch that are dead letters again. */
export const returnedOf = (
  batch: Batch,
  letters: readonly Letter[],
  batches: readonly Batch[],
): readonly Letter[] => notMoved(letters, batches).filter((letter) => isOf(batch, letter));

/**
 * Counts the present dead letters that contain an event of the sent messages. A message that cannot be read has no
 * event id. It counts if a sent message without an event id had the same queue and code, and if it came after `since`.
 */
export const countFailedAgain = (
  sent: readonly Letter[],
  present: readonly Letter[],
  since: string,
): number =>
  present.filter(({ queue, code, eventId, sentAt }) =>
    sent.some(
      (one) =>
        one.eventId === eventId &&
        (eventId !== undefined || (one.queue === queue && one.code === code && sentAt > since)),
    ),
  ).length;

/**
 * The dead letters that concern an order. If a message cannot be read, the id of its event can nevertheless contain the
 * order's id.
 */
export const concerning = (letters: readonly Letter[], orderId: string): readonly Letter[] =>
  letters.filter((letter) => letter.orderId === orderId || letter.eventId?.includes(orderId) === true);

const isBatch = (found: unknown): found is Batch => {
  const { at, queue, code, moved } = (found ?? {}) as Partial<Record<keyof Batch, unknown>>;
  return (
    typeof at === 'string' &&
    typeof queue === 'string' &&
    typeof code === 'string' &&
    Array.isArray(moved) &&
    moved.every((one) => typeof (one as { messageId?: unknown } | null)?.messageId === 'string')
  );
};

/** Reads the batches that the browser's storage contains. Leaves out everything else. */
export const readBatches = (found: unknown): readonly Batch[] =>
  Array.isArray(found) ? found.filter(isBatch) : [];

const MOST_BATCHES = 20;

/** Adds a batch of messages that were sent back. The newest batch comes first, and the oldest ones are dropped. */
export const withBatch = (batches: readonly Batch[], batch: Batch): readonly Batch[] =>
  batch.moved.length === 0 ? batches : [batch, ...batches].slice(0, MOST_BATCHES);
