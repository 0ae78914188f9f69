import type { Pause } from '../kernel/contention.ts';

/** The limit of the first pause, in milliseconds. The limit doubles with each further pause. */
const FIRST_MS = 25;
/** The limit of every pause, in milliseconds. */
const LONGEST_MS = 800;

/** Exponential backoff with full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter"). */
export const jitteredPause: Pause = (attempt) =>
  new Promise((resolve) => {
    setTimeout(resolve, Math.random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1)));
  });
