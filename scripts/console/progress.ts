const frames = ['|', '/', '-', '\\'];

/** Seconds with one decimal, for people. */
export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

/** Numbered steps, each printed with its duration when it has finished. */
export type Steps = <T>(title: string, run: () => Promise<T>) => Promise<T>;

const spin = (line: string): (() => void) => {
  if (!process.stdout.isTTY) return () => {};
  let frame = 0;
  const draw = () => process.stdout.write(`\r${line} ${frames[frame++ % frames.length]} `);
  draw();
  const timer = setInterval(draw, 150);
  return () => {
    clearInterval(timer);
    process.stdout.write('\r\u001b[K');
  };
};

/**
 * Starts a numbered list of steps. On a terminal the step under way has a spinner; elsewhere a line appears
 * when a step ends, so that logs stay readable.
 *
 * @param total how many steps there will be
 */
export const numberedSteps = (total: number): Steps => {
  let number = 0;
  return async (title, run) => {
    number += 1;
    const label = `[${number}/${total}] ${title}`;
    const started = Date.now();
    const stop = spin(label);
    try {
      const result = await run();
      stop();
      process.stdout.write(`${label.padEnd(62)} ${seconds(Date.now() - started).padStart(8)}\n`);
      return result;
    } catch (error) {
      stop();
      process.stdout.write(`${label.padEnd(62)}   failed\n`);
      throw error;
    }
  };
};
