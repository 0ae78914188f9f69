/** The variables that change settings of the local stage. */
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
 * Reads a period: at least 2 seconds, for a queue's delay counts in whole ones.
 * @returns seconds, `otherwise` where the variable is not set.
 * @throws Error that names the variable.
 */
export const secondsFrom = (env: Environment, name: string, otherwise: number): number =>
  numberFrom(env, name, 'of seconds, 2 or more', (seconds) => seconds >= 2) ?? otherwise;

/**
 * Reads how many there may be of something.
 * @returns 1 to `most`, or `undefined` where the variable is not set.
 * @throws Error that names the variable.
 */
export const countFrom = (env: Environment, name: string, most: number): number | undefined =>
  numberFrom(env, name, `from 1 to ${most}`, (count) => count >= 1 && count <= most);
