import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { mersenne } from 'pure-rand/generator/mersenne';

/** Draws whole numbers from 0 (included) to `below` (excluded). The same seed gives the same numbers. */
export const seeded = (seed: number) => {
  const generator = mersenne(seed);
  return (below: number): number => uniformInt(generator, 0, below - 1);
};
