/** The layer in which a bug is planted. */
export type Layer = 'domain' | 'use case' | 'publications' | 'reactions' | 'adapter' | 'shell' | 'shared';

/**
 * A bug, planted in the source text of one file. At least one test must fail on it. `npm run mutants -- --unit` plants
 * each bug and runs the test file that must notice it.
 */
export interface UnitMutant {
  readonly name: string;
  readonly layer: Layer;
  /** What the code does wrong. */
  readonly bug: string;
  /** The file with the bug, relative to the project's root. */
  readonly file: string;
  /** Text that occurs exactly once in that file. */
  readonly find: string;
  readonly replace: string;
  /** The test file that must fail, relative to the project's root. */
  readonly test: string;
}
