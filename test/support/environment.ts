/**
 * What `npm test` says about where the tests run.
 *
 * @throws Error when the test was started in another way, naming the right one
 */
export const testEnvironment = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run the tests with "npm test -- <tier>".`);
  return value;
};

/** Address of the emulator that the contract and integration tests share. */
export const testEndpoint = (): string => testEnvironment('ORDERLY_TEST_ENDPOINT');

/** Process id of that emulator, which is also the group of its Lambda workers' processes. */
export const testEmulatorPid = (): number => Number(testEnvironment('ORDERLY_TEST_EMULATOR_PID'));
