import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { mersenne } from 'pure-rand/generator/mersenne';

/** Random numbers that depend only on a seed. */
export interface Random {
  /** A whole number from 0 (included) to `end` (excluded). */
  below(end: number): number;
  chance(probability: number): boolean;
}

export const randomOf = (seed: number): Random => {
  const generator = mersenne(seed);
  return {
    below: (end) => uniformInt(generator, 0, end - 1),
    chance: (probability) => generator.next() >>> 0 < probability * 2 ** 32,
  };
};
