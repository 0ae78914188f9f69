import { createRequire } from 'node:module';
import { join } from 'node:path';
import { installLocked } from '../console/locked-packages.ts';

/** The part of `@asyncapi/parser` that this file uses. */
interface Parser {
  readonly parse: (text: string) => Promise<{
    readonly diagnostics: readonly {
      readonly message: string;
      readonly path: readonly (string | number)[];
    }[];
  }>;
}

/**
 * Installs the validator into `.local`. Its packages' scripts must not run: one of them (`@scarf/scarf`) reports each
 * installation to its maker.
 * @throws Problem with the end of npm's output
 */
const installValidator = (): Promise<string> =>
  installLocked({
    source: join(import.meta.dirname, 'validator'),
    name: 'asyncapi-validator',
    announcement: 'Installing the validator of docs/api/asyncapi.yaml',
  });

/** The most faults to print. One fault in a shared schema is reported at each use of the schema. */
const MAX_FAULTS = 10;

/**
 * Validates an AsyncAPI document with AsyncAPI's own parser, and installs the parser the first time (50 MB). For
 * AsyncAPI 3, the parser does not compare examples with schemas, so a unit test compares them.
 * @returns one line for each fault, warnings included, at most 11 lines.
 * @throws Problem if the parser cannot be installed.
 */
export const asyncApiFaults = async (text: string): Promise<readonly string[]> => {
  const { Parser } = createRequire(join(await installValidator(), 'package.json'))('@asyncapi/parser') as {
    readonly Parser: new () => Parser;
  };
  const { diagnostics } = await new Parser().parse(text);
  const faults = diagnostics.map(
    ({ message, path }) => `The AsyncAPI document is not valid at ${path.join('.')}: ${message}`,
  );
  const more = faults.length - MAX_FAULTS;
  return more <= 0 ? faults : [...faults.slice(0, MAX_FAULTS), `There are ${more} more such faults.`];
};
