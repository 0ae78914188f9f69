import { clientSettings } from '../../scripts/emulator/access.ts';

/**
 * Reads a variable that `npm test` sets.
 * @throws Error if it is missing.
 */
export const testEnvironment = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run the tests with "npm test -- <tier>".`);
  return value;
};

/** Settings of AWS SDK clients for the emulator that the contract and integration tests share. */
export const emulatorConnection = () => clientSettings(testEnvironment('ORDERLY_TEST_ENDPOINT'));

/** Process id of the emulator that the tests share. It is also the process group of its Lambda workers. */
export const testEmulatorPid = (): number => Number(testEnvironment('ORDERLY_TEST_EMULATOR_PID'));
