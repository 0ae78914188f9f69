import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import type { DeadLetterQueues } from '../domain/dead-letter-queues.ts';
import { subjectOf, type DeadLetter } from '../domain/dead-letter.ts';
import { queueNamed, type PlatformQueue } from '../domain/platform-queue.ts';

/** At most so many messages are moved in a call, which has half a minute. */
const MOVES_PER_CALL = 100;
/** At most so many receives of ten are spent on finding them. */
const RECEIVES_PER_CALL = 50;

export interface Dependencies {
  readonly deadLetters: DeadLetterQueues;
  readonly queues: readonly PlatformQueue[];
  readonly now: Clock;
}

/** What a redrive did. */
export interface Redrive {
  readonly queue: string;
  readonly count: number;
  readonly moved: readonly {
    readonly messageId: string;
    readonly type?: string;
    readonly eventId?: string;
  }[];
  /** Messages that stayed, for where they were to go would not take them. */
  readonly failed: readonly { readonly messageId: string; readonly code: string; readonly reason: string }[];
  /** Of the messages asked for, those that were not there. */
  readonly notFound: readonly string[];
  /** About how many rest there still: call again to move them. */
  readonly remaining: number;
}

/**
 * Sends dead letters back where they were to go: all of a queue, as many as one call can, or those that are named.
 *
 * 1. receive some; what came to rest after this call began has failed again meanwhile, and is left alone;
 * 2. send each one, then remove it: a death in between delivers it twice, which consumers bear, and never loses it;
 * 3. release what was not wanted or could not be sent.
 * @throws AppError `not-found` for a queue that there is not.
 */
export const redriveDeadLetters =
  ({ deadLetters, queues, now }: Dependencies) =>
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
