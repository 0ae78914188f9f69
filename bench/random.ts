import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { mersenne } from 'pure-rand/generator/mersenne';

/** Returns the next random number, from 0 (included) to 1 (excluded). */
export type Random = () => number;

/** Returns a source of random numbers that depend only on the seed. */
export const seededRandom = (seed: number): Random => {
  const generator = mersenne(seed);
  return () => uniformFloat64(generator);
};

/** Returns a random whole number from `from` to `to`, both included. */
export const between = (random: Random, from: number, to: number): number =>
  from + Math.floor(random() * (to - from + 1));

export const bytesOf = (random: Random, length: number): Uint8Array =>
  Uint8Array.from({ length }, () => between(random, 0, 255));

/** Returns the items in random order (Fisher-Yates shuffle). */
export const shuffled = <Item>(random: Random, items: readonly Item[]): readonly Item[] => {
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const at = between(random, 0, last);
    const [one, other] = [mixed[at], mixed[last]];
    if (one !== undefined && other !== undefined) [mixed[at], mixed[last]] = [other, one];
  }
  return mixed;
};
