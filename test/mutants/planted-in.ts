import type { Layer, UnitMutant } from './unit-mutant.ts';

/** A bug without its file: its name, what the code does wrong, the text to find, and the replacement. */
export type PlantedBug = readonly [name: string, bug: string, find: string, replace: string];

/** Bugs in the source file `file` that the test file `test` must notice. */
export const plantedIn = (
  layer: Layer,
  file: string,
  test: string,
  bugs: readonly PlantedBug[],
): readonly UnitMutant[] =>
  bugs.map(([name, bug, find, replace]) => ({ name, layer, bug, file, find, replace, test }));
