import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { startFakeAws, type FakeAws } from './fake-aws.ts';
import { keepWrittenLines, type WrittenLines } from './written-lines.ts';

/** What the handlers of a test file run with: a fake of AWS, and the captured lines that they write. */
export interface ShellWorld {
  aws: FakeAws;
  lines: WrittenLines;
}

/**
 * Starts a shell world before all tests of a file, resets it after each test, and ends it after all. Call this function
 * before the file's own `beforeAll`, which imports the handlers. From that `beforeAll` on, the result's fields are set.
 */
export const shellWorld = (): ShellWorld => {
  const world = {} as ShellWorld;
  beforeAll(async () => {
    world.aws = await startFakeAws();
    world.lines = keepWrittenLines();
  });
  afterEach(() => {
    world.aws.reset();
    world.lines.reset();
  });
  afterAll(() => {
    world.lines.stop();
    return world.aws.close();
  });
  return world;
};
