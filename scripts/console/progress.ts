const frames = ['|', '/', '-', '\\'];

/** Formats milliseconds as seconds with one decimal. */
export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

/** Runs a step and prints its number, title and duration. */
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
 * Starts a numbered list of steps. A terminal shows a spinner during a step. If the output does not go to a terminal, a
 * line is printed only when a step ends, so that logs stay readable.
 *
 * @param total number of steps
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
