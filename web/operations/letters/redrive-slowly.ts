import { signal } from '@preact/signals';
import { inSteps, type Progress } from './in-steps.ts';
import { countFailedAgain, type Letter } from './letters.ts';
import { listAgain, listedLetters, redrive, waitingLetters } from './redrive.ts';

/**
 * How long the page waits between two steps, in milliseconds. A message that cannot be read is usually a dead letter
 * again before this time ends.
 */
const BETWEEN_STEPS_MS = 5000;

/**
 * The progress of sending dead letters back in steps. Undefined before it begins, and after the person has read how it
 * ended.
 */
export const ongoing = signal<Progress | undefined>(undefined);

/** Aborting this controller ends the pause between two steps, and no further step follows. */
let stopping = new AbortController();

/** Stops sending dead letters back after the current step. */
export const stop = (): void => stopping.abort();

const pause = (): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, BETWEEN_STEPS_MS);
    stopping.signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** Lists the dead letters again. Counts those of the given letters that have failed again after `since`. */
const countReturned =
  (since: string) =>
  async (letters: readonly Letter[]): Promise<number> => {
    await listAgain();
    return countFailedAgain(letters, waitingLetters(listedLetters()), since);
  };

/**
 * Sends dead letters back in steps, and continues even if the person opens another part of the operations page. Does
 * nothing while an earlier call is still sending.
 */
export const redriveSlowly = (letters: readonly Letter[]): void => {
  if (ongoing.value?.state === 'running') return;
  stopping = new AbortController();
  const report = (progress: Progress): void => {
    ongoing.value = progress;
  };
  const isStopped = (): boolean => stopping.signal.aborted;
  const ports = { send: redrive, pause, countReturned: countReturned(new Date().toISOString()) };
  void inSteps({ ...ports, isStopped, report })(letters);
};
