import type { Layer, UnitMutant } from './unit-mutant.ts';

/** A bug without its place: its name, what the code does wrong, the text to change, and what takes its place. */
export type PlantedBug = readonly [name: string, bug: string, find: string, replace: string];

/** Bugs of one file that one test file must notice. */
export const plantedIn = (
  layer: Layer,
  file: string,
  test: string,
  bugs: readonly PlantedBug[],
): readonly UnitMutant[] =>
  bugs.map(([name, bug, find, replace]) => ({ name, layer, bug, file, find, replace, test }));
