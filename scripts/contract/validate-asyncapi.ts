import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { runLogged } from '../console/child-process.ts';
import { localFile } from '../console/paths.ts';

/** The part of `@asyncapi/parser` that this file uses. */
interface Parser {
  readonly parse: (text: string) => Promise<{
    readonly diagnostics: readonly {
      readonly message: string;
      readonly path: readonly (string | number)[];
    }[];
  }>;
}

const source = join(import.meta.dirname, 'validator');

/**
 * Installs the validator into `.local`, in the version of its own lock file. Runs no scripts of packages, because one of
 * them (`@scarf/scarf`) reports each installation to its maker.
 * @returns the path of its package.json
 * @throws Problem with the end of npm's output
 */
const installValidator = async (): Promise<string> => {
  const manifest = localFile('asyncapi-validator', 'package.json');
  const folder = dirname(manifest);
  const marker = join(folder, 'installed');
  const lock = readFileSync(join(source, 'package-lock.json'), 'utf8');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === lock) return manifest;
  for (const file of ['package.json', 'package-lock.json']) {
    copyFileSync(join(source, file), join(folder, file));
  }
  const npm = process.env['npm_execpath'];
  const [file, prefix] = npm && /\.c?js$/.test(npm) ? [process.execPath, [npm]] : ['npm', []];
  await runLogged({
    title: 'Installing the validator of docs/api/asyncapi.yaml',
    file,
    args: [...prefix, 'ci', '--ignore-scripts', '--no-audit', '--no-fund'],
    cwd: folder,
    logFile: localFile('logs', 'asyncapi-validator-npm.log'),
  });
  writeFileSync(marker, lock);
  return manifest;
};

/** A fault in a shared schema shows wherever the schema is used. These are enough to find it. */
const MAX_FAULTS = 10;

/**
 * Validates an AsyncAPI document with AsyncAPI's own parser, and installs the parser the first time (50 MB). For
 * AsyncAPI 3, it does not compare examples with schemas: a unit test does.
 * @returns one line for each fault, warnings included, at most 11 lines.
 * @throws Problem if the parser cannot be installed.
 */
export const asyncApiFaults = async (text: string): Promise<readonly string[]> => {
  const { Parser } = createRequire(await installValidator())('@asyncapi/parser') as {
    readonly Parser: new () => Parser;
  };
  const { diagnostics } = await new Parser().parse(text);
  const faults = diagnostics.map(
    ({ message, path }) => `The AsyncAPI document is not valid at ${path.join('.')}: ${message}`,
  );
  const more = faults.length - MAX_FAULTS;
  return more <= 0 ? faults : [...faults.slice(0, MAX_FAULTS), `There are ${more} more such faults.`];
};
