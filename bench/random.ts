/** A source of chance that a seed determines entirely: numbers from 0 (included) to 1 (excluded). */
export type Random = () => number;

/** The generator sfc32 (Chris Doty-Humphrey, PractRand): 32-bit whole numbers alone, so every engine draws the same. */
export const seededRandom = (seed: number): Random => {
  let a = 0x9e3779b9 ^ seed;
  let b = 0x243f6a88 ^ Math.imul(seed, 0x85ebca6b);
  let c = 0xb7e15162 + seed;
  let d = 1;
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return (t >>> 0) / 2 ** 32;
  };
  for (let warmUp = 0; warmUp < 15; warmUp += 1) next();
  return next;
};

/** A whole number from `from` to `to`, both included. */
export const between = (random: Random, from: number, to: number): number =>
  from + Math.floor(random() * (to - from + 1));

/** As many random bytes. */
export const bytesOf = (random: Random, length: number): Uint8Array =>
  Uint8Array.from({ length }, () => between(random, 0, 255));

/** The items in an order drawn at random (Fisher and Yates). */
export const shuffled = <Item>(random: Random, items: readonly Item[]): readonly Item[] => {
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const at = between(random, 0, last);
    const [one, other] = [mixed[at], mixed[last]];
    if (one !== undefined && other !== undefined) [mixed[at], mixed[last]] = [other, one];
  }
  return mixed;
};
