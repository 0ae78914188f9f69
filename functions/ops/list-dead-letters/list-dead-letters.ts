import { AppError } from '../../../shared/errors.ts';
import type { DeadLetterQueues } from '../domain/dead-letter-queues.ts';
import { groupByCause, type DeadLetter, type DeadLetterGroup } from '../domain/dead-letter.ts';
import { queueNamed, type PlatformQueue } from '../domain/platform-queue.ts';

/** At most so many calls, and so ten times as many messages, a queue: a sample, not an inventory. */
const RECEIVES_PER_QUEUE = 10;

export interface Dependencies {
  readonly deadLetters: DeadLetterQueues;
  readonly queues: readonly PlatformQueue[];
}

/** Dead letters by cause. `complete`: there were no more to see than these. */
export interface DeadLetterSample {
  readonly groups: readonly DeadLetterGroup[];
  readonly complete: boolean;
}

/**
 * Looks at the dead letters of all queues, or of one, without taking them away: what is received is released again at
 * the end, and would be visible again within a minute if this call died.
 * @throws AppError `not-found` for a queue that there is not.
 */
export const listDeadLetters =
  ({ deadLetters, queues }: Dependencies) =>
  async (name?: string): Promise<DeadLetterSample> => {
    const named = name === undefined ? undefined : queueNamed(queues, name);
    if (name !== undefined && named === undefined) {
      throw new AppError('not-found', 'ops.queue-not-found', 'There is no such queue');
    }
    const samples = await Promise.all(
      (named === undefined ? queues : [named]).map(async (queue) => ({
        queue,
        ...(await sample(deadLetters, queue)),
      })),
    );
    return {
      groups: samples.flatMap(({ queue, letters }) => groupByCause(queue.name, letters)),
      complete: samples.every(({ complete }) => complete),
    };
  };

const sample = async (deadLetters: DeadLetterQueues, queue: PlatformQueue) => {
  const held: DeadLetter[] = [];
  let complete = false;
  try {
    for (let receives = 0; receives < RECEIVES_PER_QUEUE && !complete; receives += 1) {
      const batch = await deadLetters.receive(queue);
      held.push(...batch);
      complete = batch.length === 0;
    }
  } finally {
    for (let start = 0; start < held.length; start += 10) {
      await deadLetters.release(queue, held.slice(start, start + 10));
    }
  }
  // A standard queue may hand out a message twice.
  return { letters: [...new Map(held.map((letter) => [letter.messageId, letter])).values()], complete };
};
