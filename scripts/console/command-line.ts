import { parseArgs, type ParseArgsConfig } from 'node:util';
import { Problem } from './problem.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/**
 * Parses the arguments of a command. `--help` prints the usage and ends the process.
 *
 * @param usage the text for `--help` and for errors
 * @param options as for Node's `parseArgs`
 * @param positionals whether arguments without a dash are allowed
 * @throws Problem with the mistake and the usage
 */
export const parseCommandLine = <const O extends Options>(usage: string, options: O, positionals = false) => {
  const config = {
    options: { ...options, help: { type: 'boolean', short: 'h' } },
    allowPositionals: positionals,
    strict: true,
  } as const;
  try {
    const parsed = parseArgs(config);
    if ((parsed.values as { help?: boolean }).help) {
      process.stdout.write(`${usage}\n`);
      process.exit(0);
    }
    return parsed;
  } catch (error) {
    // Only the first sentence of Node's message helps. The second one is a hint about `--`.
    const [mistake = ''] = (error as Error).message.split('. To ');
    throw new Problem(`${mistake}\n\n${usage}`);
  }
};
