import { isOrigin, originForm } from './setting-fields.ts';

/** Environment variables. Some of them change settings of the local stage. */
export type Environment = Readonly<Record<string, string | undefined>>;

const numberFrom = (
  env: Environment,
  name: string,
  wanted: string,
  isWanted: (value: number) => boolean,
): number | undefined => {
  const given = env[name];
  if (given === undefined || given === '') return undefined;
  if (!/^\d+$/.test(given) || !isWanted(Number(given))) {
    throw new Error(`${name} must be a whole number ${wanted}, and is "${given}"`);
  }
  return Number(given);
};

/**
 * Reads a period of at least 2 seconds. It must be a whole number, because SQS delays are whole seconds.
 * @returns seconds; `otherwise` if the variable is not set.
 * @throws Error that names the variable.
 */
export const secondsFrom = (env: Environment, name: string, otherwise: number): number =>
  numberFrom(env, name, 'of seconds, 2 or more', (seconds) => seconds >= 2) ?? otherwise;

/**
 * Reads a count.
 * @returns 1 to `most`; `undefined` if the variable is not set.
 * @throws Error that names the variable.
 */
export const countFrom = (env: Environment, name: string, most: number): number | undefined =>
  numberFrom(env, name, `from 1 to ${most}`, (count) => count >= 1 && count <= most);

/**
 * Reads a period in minutes.
 * @returns `undefined` if the variable is not set.
 * @throws Error that names the variable.
 */
export const minutesFrom = (
  env: Environment,
  name: string,
  { least, most }: { readonly least: number; readonly most: number },
): number | undefined =>
  numberFrom(
    env,
    name,
    `of minutes, from ${least} to ${most}`,
    (minutes) => minutes >= least && minutes <= most,
  );

/**
 * Reads a list of origins, separated by commas.
 * @returns an empty list if the variable is not set.
 * @throws Error that names the variable, if an entry is not an origin.
 */
export const originsFrom = (env: Environment, name: string): readonly string[] => {
  const origins = (env[name] ?? '').split(',').filter((origin) => origin !== '');
  const wrong = origins.find((origin) => !isOrigin(origin));
  if (wrong !== undefined) throw new Error(`${name}: "${wrong}" ${originForm.error}`);
  return origins;
};
