/**
 * An error that the user can correct. Its message says what happened and what to do. It is shown without a stack trace.
 * `textOf` says what is shown for other errors.
 */
export class Problem extends Error {
  override name = 'Problem';
  /** The code in the API's response, such as `order.not-found`, if an error response caused the problem. */
  readonly code: string | undefined;

  constructor(message: string, code?: string) {
    super(message);
    this.code = code;
  }
}

/** The fields that errors of Node, of `fetch` and of the AWS SDK have in common. */
type Described = {
  readonly message?: string;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
};

/** The address of a server that refused the connection; undefined for any other error. */
export const silentServer = (error: unknown): string | undefined => {
  if (typeof error !== 'object' || error === null) return undefined;
  // `fetch` wraps the error. If a name has several addresses, there is one error for each address.
  const { message = '', cause, errors = [] } = error as Described;
  const address = /connect ECONNREFUSED (\S+:\d+)/.exec(message)?.[1];
  return address ?? [cause, ...errors].map(silentServer).find((found) => found !== undefined);
};

/**
 * What a command prints about the error that ended it: the message of a Problem, which server does not answer, or
 * otherwise the stack trace.
 */
export const textOf = (error: unknown): string => {
  if (error instanceof Problem) return error.message;
  const address = silentServer(error);
  if (address !== undefined) {
    return `Nothing answers at ${address}. If this is the local Orderly, it was stopped. Start it again:\n  npm start`;
  }
  return (error instanceof Error ? error.stack : undefined) ?? String(error);
};

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
    process.stderr.write(`\n${textOf(error)}\n`);
    process.exit(1);
  }
};
