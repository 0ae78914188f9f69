/** A pseudorandom generator. The same seed gives the same numbers. */
export interface Random {
  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number;
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number;
  /** True with this probability, 0 to 1. */
  chance(probability: number): boolean;
  /** A number from 0 (included) to 1 (excluded). */
  fraction(): number;
  /** One of the items, all equally likely. */
  pick<Item>(items: readonly Item[]): Item;
  /** Creates an independent generator. Drawing from the new generator does not change the numbers of this generator. */
  fork(label: number): Random;
}

/** Mixes a number over 32 bits (the finalizer of MurmurHash3). */
const mix = (value: number): number => {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};

/**
 * The generator sfc32 (Chris Doty-Humphrey, PractRand), with a seed of up to 53 bits. It uses only 32-bit integers, so
 * every JavaScript engine draws the same numbers.
 */
export const seededRandom = (seed: number): Random => {
  const low = seed >>> 0;
  const high = Math.floor(seed / 2 ** 32) >>> 0;
  let a = mix(low ^ 0x9e3779b9);
  let b = mix(high ^ 0x243f6a88);
  let c = mix(low + high + 0x3c6ef372);
  let d = 1;
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  for (let warmUp = 0; warmUp < 12; warmUp += 1) next();

  const fraction = (): number => next() / 2 ** 32;
  const below = (limit: number): number => Math.floor(fraction() * limit);
  return {
    below,
    fraction,
    between: (from, to) => from + below(to - from + 1),
    chance: (probability) => probability > 0 && fraction() < probability,
    pick: (items) => items[below(items.length)]!,
    fork: (label) => seededRandom(mix(low ^ mix(label + 0x51ed270b)) + high),
  };
};
