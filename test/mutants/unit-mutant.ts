/** The architectural layer of the file in which a bug is planted. */
export type Layer =
  'domain' | 'use case' | 'publications' | 'reactions' | 'adapter' | 'shell' | 'shared' | 'infrastructure';

/**
 * A bug that is planted by replacing source text in one file. `npm run mutants -- --unit` plants each bug and runs the
 * test file that must notice it: at least one of its tests must fail.
 */
export interface UnitMutant {
  readonly name: string;
  readonly layer: Layer;
  /** The mistake that the bug makes, in words. */
  readonly bug: string;
  /** The file with the bug, relative to the project's root. */
  readonly file: string;
  /** Text that occurs exactly once in that file. */
  readonly find: string;
  readonly replace: string;
  /** The test file in which a test must fail, relative to the project's root. */
  readonly test: string;
}
