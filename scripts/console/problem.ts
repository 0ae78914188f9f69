/**
 * An error whose message is meant for the person at the terminal: what is wrong and what to do about it.
 * It is shown without a stack trace; anything else that is thrown is a bug of ours and shown with one.
 */
export class Problem extends Error {
  override name = 'Problem';
}

/**
 * Runs a command's main function and ends the process with its exit code. It does not wait for what is still
 * open, so that a failure half-way leaves nothing behind: exit hooks stop whatever was started.
 *
 * @param main the command; resolves to its exit code, or to nothing for 0
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
