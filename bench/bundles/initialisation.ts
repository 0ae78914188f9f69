import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';

/** Imports a module and prints how long that took, in milliseconds: what Lambda calls initialisation. */
const LOADER = `
const [url] = process.argv.slice(1);
const begun = performance.now();
const { handler } = await import(url);
const took = performance.now() - begun;
if (typeof handler !== 'function') throw new Error('no handler');
process.stdout.write(String(took));
process.exit(0);
`;

/** What Lambda sets itself, as far as a function's start-up looks at it. */
const runtime = {
  PATH: process.env['PATH'],
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'none',
  AWS_SECRET_ACCESS_KEY: 'none',
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_FUNCTION_NAME: 'bench',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
};

/**
 * The time that a fresh process needs to import a bundle.
 * @param file of an ES module that exports `handler`.
 * @returns milliseconds.
 * @throws Error with what the process said, when the module does not load.
 */
export const initialisationTime = (file: string, environment: Readonly<Record<string, string>>): number => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', LOADER, pathToFileURL(file).href],
    { env: { ...runtime, ...environment }, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`${file} does not load:\n${stderr}`);
  return Number(stdout);
};

/** The middle one, or the mean of the two in the middle. */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2;
};
