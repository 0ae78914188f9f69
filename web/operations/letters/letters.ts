import type { components } from '../../../client/index.ts';

export type DeadLetters = components['schemas']['DeadLetters'];
type QueueGroup = DeadLetters['groups'][number];

/** A message that a service gave up, with the queue in which it waits for a decision. */
export type Letter = QueueGroup['messages'][number] & Pick<QueueGroup, 'queue' | 'source' | 'code' | 'cause'>;

/** Dead letters of one cause, in whatever queues they are. */
export interface CauseGroup {
  readonly code: string;
  readonly cause: string;
  readonly letters: readonly Letter[];
  readonly queues: readonly string[];
  readonly oldest: string;
  readonly newest: string;
}

/** What was sent back at one time. */
export interface Batch {
  readonly at: string;
  readonly queue: string;
  readonly code: string;
  readonly moved: readonly { readonly messageId: string; readonly eventId?: string | undefined }[];
}

/** Queues whose dead letters hold up no order: messages to customers and the read model (docs/operations.md). */
const besideOrders: ReadonlySet<string> = new Set(['notifications-inbox', 'mail-feedback', 'insights-inbox']);

/** True if an order stands still while this queue has a dead letter, so that it cannot wait until the morning. */
export const holdsUpOrders = (queue: string): boolean => !besideOrders.has(queue);

/** The dead letters of an answer, one by one. */
export const lettersOf = ({ groups }: DeadLetters): readonly Letter[] =>
  groups.flatMap(({ queue, source, code, cause, messages }) =>
    messages.map((message) => ({ ...message, queue, source, code, cause })),
  );

/** Leaves out what was sent back already: SQS may still list it for a moment. */
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

/** How often a message was sent back. If it is a dead letter again, it came back each time. */
export const timesSent = ({ queue, eventId }: Letter, batches: readonly Batch[]): number =>
  eventId === undefined
    ? 0
    : batches.filter((batch) => batch.queue === queue && batch.moved.some((one) => one.eventId === eventId))
        .length;

/** Which messages of a batch are dead letters again: with the same event, but as a new message. */
export const returnedOf = (
  batch: Batch,
  letters: readonly Letter[],
  batches: readonly Batch[],
): readonly Letter[] => {
  const events = new Set(batch.moved.flatMap(({ eventId }) => eventId ?? []));
  return notMoved(letters, batches).filter(
    ({ queue, eventId }) => queue === batch.queue && eventId !== undefined && events.has(eventId),
  );
};

/** The dead letters that concern an order. A message that cannot be read may still name it in its event's id. */
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

/** Reads what the storage holds. */
export const readBatches = (found: unknown): readonly Batch[] =>
  Array.isArray(found) ? found.filter(isBatch) : [];

const MOST_BATCHES = 20;

/** Remembers what was sent back, newest first. */
export const withBatch = (batches: readonly Batch[], batch: Batch): readonly Batch[] =>
  batch.moved.length === 0 ? batches : [batch, ...batches].slice(0, MOST_BATCHES);
