/**
 * The longest time that an attempt (one run of the code under test) may take, in milliseconds. After 2.5 s, the SDK
 * repeats a call to AWS (shared/outbound.ts), and the repeated call would look like a second effect.
 */
const IN_TIME_MS = 2_000;
const MAX_TRIES = 5;

/**
 * Waits for calls to AWS that have not arrived at the fake of AWS yet, although their callers no longer wait for them.
 */
const turnsOfTheLoop = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
};

/** Runs an attempt, and runs it again if the machine was too slow. */
export const inTime = async <Result>(attempt: () => Promise<Result>): Promise<Result> => {
  for (let tries = 1; ; tries += 1) {
    const started = performance.now();
    const [end] = await Promise.allSettled([attempt()]);
    if (performance.now() - started > IN_TIME_MS && tries < MAX_TRIES) {
      await turnsOfTheLoop();
      continue;
    }
    if (end.status === 'rejected') throw end.reason;
    return end.value;
  }
};
