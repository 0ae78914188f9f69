import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { startFakeAws, type FakeAws } from './fake-aws.ts';
import { keepWrittenLines, type WrittenLines } from './written-lines.ts';

/** What surrounds the handlers of a test file: a fake of AWS, and the lines that the handlers write. */
export interface ShellWorld {
  aws: FakeAws;
  lines: WrittenLines;
}

/**
 * Starts the surroundings of the handlers before all tests of a file, empties them after each test, and ends them. Call
 * it before the file's own `beforeAll`, which imports the handlers. Its fields are set from then on.
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
