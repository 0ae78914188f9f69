/** Calls of AWS are repeated after 2.5 s (shared/outbound.ts), which looks like a second effect. Faster runs have none. */
const IN_TIME_MS = 2_000;
const MAX_TRIES = 5;

/** Lets requests arrive that their callers have given up. */
const turnsOfTheLoop = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
};

/** Runs an attempt from its beginning again if the machine was too slow for it. */
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
