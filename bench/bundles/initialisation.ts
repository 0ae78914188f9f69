import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';

/**
 * Imports a module and prints how many milliseconds that took. In Lambda, this import is a part of the initialisation.
 */
const LOADER = `
const [url] = process.argv.slice(1);
const begun = performance.now();
const { handler } = await import(url);
const took = performance.now() - begun;
if (typeof handler !== 'function') throw new Error('no handler');
process.stdout.write(String(took));
process.exit(0);
`;

/** Variables that Lambda sets and that functions read during initialisation. */
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
 * Returns the time that a new process needs to import a bundle, in milliseconds.
 * @param file an ES module that exports `handler`
 * @throws Error with the output of the process if the module does not load
 */
export const initialisationTime = (file: string, environment: Readonly<Record<string, string>>): number => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', LOADER, pathToFileURL(file).href],
    { env: { ...runtime, ...environment }, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`Could not import ${file}:\n${stderr}`);
  return Number(stdout);
};

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2;
};
