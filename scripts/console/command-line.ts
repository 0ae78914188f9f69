import { parseArgs, type ParseArgsConfig } from 'node:util';
import { Problem } from './problem.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/**
 * Parses a command's arguments; `--help` prints the usage and ends the process.
 *
 * @param usage the text for `--help` and for mistakes
 * @param options as for Node's `parseArgs`
 * @param positionals whether arguments without a dash are allowed
 * @throws Problem naming the mistake, with the usage
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
    // Node adds a hint about `--` that does not help here; its first sentence names the mistake.
    const [mistake = ''] = (error as Error).message.split('. To ');
    throw new Problem(`${mistake}\n\n${usage}`);
  }
};
