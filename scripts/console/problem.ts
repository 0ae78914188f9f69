/**
 * An error that the user can correct. Its message says what happened and what to do.
 * It is shown without a stack trace. Any other error is a bug and is shown with its stack trace.
 */
export class Problem extends Error {
  override name = 'Problem';
}

/**
 * Runs a command's main function and ends the process with its exit code. It does not wait for open handles:
 * exit hooks stop everything that was started, even after a failure.
 *
 * @param main resolves to the exit code, or to undefined for 0
 */
export const runMain = async (main: () => Promise<number | void>): Promise<void> => {
  try {
    process.exit((await main()) ?? 0);
  } catch (error) {
    const text =
      error instanceof Problem ? error.message : error instanceof Error ? error.stack : String(error);
    process.stderr.write(`\n${text}\n`);
    process.exit(1);
  }
};
