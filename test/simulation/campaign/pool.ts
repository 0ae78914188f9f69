import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Tally, Task } from './tally.ts';

type Answer = { readonly tally: Tally } | { readonly error: string };

/**
 * Runs tasks in worker threads, by default one for each core.
 * @param onTally receives the result of each finished task, and returns whether to start further tasks.
 * @throws Error if a task crashes. A crash is a bug in the simulation, not a violated invariant.
 */
export const carryOutAll = async (
  tasks: Iterable<Task>,
  onTally: (tally: Tally, task: Task) => boolean,
  threads = availableParallelism(),
): Promise<void> => {
  const queue = tasks[Symbol.iterator]();
  let isOver = false;

  const work = async (): Promise<void> => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { execArgv: [] });
    try {
      for (;;) {
        const next = isOver ? undefined : queue.next();
        if (next === undefined || next.done === true) return;
        const task = next.value;
        const answer = await new Promise<Answer>((resolve, reject) => {
          worker.once('message', resolve);
          worker.once('error', reject);
          // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window
          worker.postMessage(task);
        });
        worker.removeAllListeners('error');
        if ('error' in answer) throw new Error(answer.error);
        if (!onTally(answer.tally, task)) isOver = true;
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: threads }, work));
};
