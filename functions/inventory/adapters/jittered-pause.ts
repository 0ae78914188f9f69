import type { Pause } from '../../../shared/kernel/contention.ts';

/** The first pause is at most this long, in milliseconds; each further one at most twice as long as the one before. */
const FIRST_MS = 25;
/** No pause is longer. */
const LONGEST_MS = 800;

/** Exponential backoff with full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter"). */
export const jitteredPause: Pause = (attempt) =>
  new Promise((resolve) => {
    setTimeout(resolve, Math.random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1)));
  });
