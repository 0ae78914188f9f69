import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import { subjectOf, type DeadLetter, type DeadLetterQueues } from './domain/dead-letter.ts';
import { queueNamed, type PlatformQueue } from './domain/platform.ts';

/** A call moves at most this many messages, because its function may run for only 29 seconds. */
const MOVES_PER_CALL = 100;
/** A call makes at most this many requests to receive dead letters. Each request returns up to 10 messages. */
const RECEIVES_PER_CALL = 50;

/** The ports of the use case. */
export interface RedriveDeadLettersDependencies {
  readonly deadLetters: DeadLetterQueues;
  readonly queues: readonly PlatformQueue[];
  readonly now: Clock;
}

/** The result of a redrive. */
export interface Redrive {
  readonly queue: string;
  readonly count: number;
  readonly moved: readonly {
    readonly messageId: string;
    readonly type?: string;
    readonly eventId?: string;
  }[];
  /** Messages that stay in the dead-letter queue, because their destination refused them. */
  readonly failed: readonly { readonly messageId: string; readonly code: string; readonly reason: string }[];
  /** The requested messages that were not found in the dead-letter queue. */
  readonly notFound: readonly string[];
  /** The approximate number of messages that are left in the dead-letter queue. Call again to move them. */
  readonly remaining: number;
}

/**
 * Sends dead letters back to where they came from. Without `messageIds`, a call moves up to `MOVES_PER_CALL` messages
 * of the queue. The steps are:
 * 1. receive messages. Without `messageIds`, skip those that arrived after this call began. They may be messages that
 *    this call sent back and that failed again;
 * 2. send each message, then remove it. After a crash between the two, the message is delivered twice, which is
 *    harmless because consumers are idempotent;
 * 3. release the messages that were skipped or refused.
 * @throws AppError `not-found` for a queue that does not exist.
 */
export const redriveDeadLetters =
  ({ deadLetters, queues, now }: RedriveDeadLettersDependencies) =>
  async (name: string, messageIds?: readonly string[]): Promise<Redrive> => {
    const queue = queueNamed(queues, name);
    if (queue === undefined) {
      throw new AppError('not-found', 'ops.queue-not-found', 'There is no such queue');
    }
    const wanted = messageIds === undefined ? undefined : new Set(messageIds);
    const begun = now();
    const moved: Redrive['moved'][number][] = [];
    const failed: Redrive['failed'][number][] = [];
    const held: DeadLetter[] = [];
    const done = () => moved.length + failed.length >= (wanted?.size ?? MOVES_PER_CALL);
    const isDue = (letter: DeadLetter) =>
      wanted === undefined ? letter.sentAt <= begun : wanted.has(letter.messageId);

    try {
      for (let receives = 0; receives < RECEIVES_PER_CALL && !done(); receives += 1) {
        const batch = await deadLetters.receive(queue);
        if (batch.length === 0) break;
        held.push(...batch);
        for (const letter of batch.filter(isDue)) {
          if (done()) break;
          const result = await deadLetters.sendBack(queue, letter);
          const { messageId, type, eventId } = subjectOf(letter);
          if (result.outcome === 'refused') {
            failed.push({ messageId, code: result.code, reason: result.reason });
            continue;
          }
          await deadLetters.remove(queue, letter);
          held.splice(held.indexOf(letter), 1);
          moved.push({
            messageId,
            ...(type === undefined ? {} : { type }),
            ...(eventId === undefined ? {} : { eventId }),
          });
        }
      }
    } finally {
      for (let start = 0; start < held.length; start += 10) {
        await deadLetters.release(queue, held.slice(start, start + 10));
      }
    }
    const seen = new Set([...moved, ...failed].map(({ messageId }) => messageId));
    return {
      queue: queue.name,
      count: moved.length,
      moved,
      failed,
      notFound: [...(wanted ?? [])].filter((messageId) => !seen.has(messageId)),
      remaining: await deadLetters.depth(queue),
    };
  };
