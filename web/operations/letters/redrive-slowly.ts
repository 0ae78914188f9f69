import { signal } from '@preact/signals';
import { inSteps, type Progress } from './in-steps.ts';
import type { Letter } from './letters.ts';
import { listAgain, listedLetters, redrive, waitingLetters } from './redrive.ts';

/** How long the page waits between two steps, in milliseconds. A message that cannot be read fails again sooner. */
const BETWEEN_STEPS_MS = 5000;

/** How far sending back in steps has come. Undefined if it was not begun, or if its end was read. */
export const ongoing = signal<Progress | undefined>(undefined);

/** The time limit of the pause between two steps. Aborting it ends the pause, and no further step follows. */
let stopping = new AbortController();

/** Ends sending back in steps after the current step. */
export const stop = (): void => stopping.abort();

const pause = (): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, BETWEEN_STEPS_MS);
    stopping.signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** Lists the dead letters again, and counts those of the given events that are dead letters as new messages. */
const countReturned = async (letters: readonly Letter[]): Promise<number> => {
  await listAgain();
  const events = new Set(letters.flatMap(({ eventId }) => eventId ?? []));
  const present = waitingLetters(listedLetters());
  return present.filter(({ eventId }) => eventId !== undefined && events.has(eventId)).length;
};

/**
 * Sends dead letters back in steps, and goes on when the person opens another page of operations. Does nothing while an
 * earlier call is still sending.
 */
export const redriveSlowly = (letters: readonly Letter[]): void => {
  if (ongoing.value?.state === 'running') return;
  stopping = new AbortController();
  const report = (progress: Progress): void => {
    ongoing.value = progress;
  };
  const isStopped = (): boolean => stopping.signal.aborted;
  void inSteps({ send: redrive, pause, countReturned, isStopped, report })(letters);
};
