import { AppError } from '../../shared/errors.ts';
import {
  groupByCause,
  type DeadLetter,
  type DeadLetterGroup,
  type DeadLetterQueues,
} from './domain/dead-letter.ts';
import { queueNamed, type PlatformQueue } from './domain/platform.ts';

/**
 * The most receive requests for each queue. Each request returns up to 10 messages. A queue gets no further request
 * after an empty response.
 */
const RECEIVES_PER_QUEUE = 10;

/** The ports of the use case. */
export interface ListDeadLettersDependencies {
  readonly deadLetters: DeadLetterQueues;
  readonly queues: readonly PlatformQueue[];
}

/** Dead letters, grouped by cause. `complete` is false if there may be more. */
export interface DeadLetterSample {
  readonly groups: readonly DeadLetterGroup[];
  readonly complete: boolean;
}

/**
 * Lists the dead letters of all queues, or of one, without removing them. During the call, the messages that it
 * received are hidden from other receivers. At the end, the call makes them visible again. If the function crashes, SQS
 * makes the messages visible again within a minute.
 * @throws AppError `not-found` for a queue that does not exist.
 */
export const listDeadLetters =
  ({ deadLetters, queues }: ListDeadLettersDependencies) =>
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
  // A standard queue may deliver a message twice, so only one copy of each is kept.
  return { letters: [...new Map(held.map((letter) => [letter.messageId, letter])).values()], complete };
};
