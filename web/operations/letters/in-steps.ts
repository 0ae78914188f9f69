import type { Result } from '../../common/calls.ts';
import type { Failure } from '../../common/failure.ts';
import type { Letter } from './letters.ts';
import type { Outcome } from './redrive.ts';

/** How many dead letters are sent back to their queue in one step. */
export const STEP = 10;

/** The progress of sending dead letters back in steps. */
export interface Progress {
  readonly total: number;
  /** What the steps so far have done. */
  readonly outcome: Outcome;
  /** How many of the messages that were sent back are dead letters again. */
  readonly returned: number;
  /** Why the sending ended. `running` if it has not ended. */
  readonly state: 'running' | 'done' | 'stopped' | 'came-back' | 'failed';
  readonly failure?: Failure | undefined;
}

/** The functions that `inSteps` needs. */
export interface Ports {
  /** Sends some dead letters back. */
  readonly send: (letters: readonly Letter[]) => Promise<Result<Outcome>>;
  /** Waits until the messages of a step had time to fail again. */
  readonly pause: () => Promise<void>;
  /** Counts how many of the given messages are dead letters again. */
  readonly countReturned: (letters: readonly Letter[]) => Promise<number>;
  readonly isStopped: () => boolean;
  readonly report: (progress: Progress) => void;
}

const sum = (one: Outcome, other: Outcome): Outcome => ({
  moved: one.moved + other.moved,
  refused: [...one.refused, ...other.refused],
  notFound: one.notFound + other.notFound,
});

/**
 * Sends dead letters back in steps of `STEP` messages, and reports the progress after each step. Ends early if one of
 * the messages is a dead letter again, because the others would probably fail, too. Also ends early if a person stops
 * it.
 */
export const inSteps =
  ({ send, pause, countReturned, isStopped, report }: Ports) =>
  async (letters: readonly Letter[]): Promise<void> => {
    let progress: Progress = {
      total: letters.length,
      outcome: { moved: 0, refused: [], notFound: 0 },
      returned: 0,
      state: 'running',
    };
    const now = (change: Partial<Progress>): void => {
      progress = { ...progress, ...change };
      report(progress);
    };
    now({});
    for (let start = 0; start < letters.length; start += STEP) {
      const result = await send(letters.slice(start, start + STEP));
      if (!result.ok) return now({ state: 'failed', failure: result.failure });
      now({ outcome: sum(progress.outcome, result.value) });
      if (start + STEP >= letters.length) return now({ state: 'done' });
      await pause();
      const returned = await countReturned(letters.slice(0, start + STEP));
      now({ returned });
      if (returned > 0) return now({ state: 'came-back' });
      if (isStopped()) return now({ state: 'stopped' });
    }
  };
