/** Chance from a seed, as cheap as can be: a model check draws millions of numbers a second. */
export interface Random {
  /** A whole number from 0 up to, and without, `end`. */
  below(end: number): number;
  /** Whether something of this probability happens. */
  chance(probability: number): boolean;
}

/** Mulberry32: a generator of one word of state that passes the usual batteries of tests. */
export const randomOf = (seed: number): Random => {
  let state = (seed ^ 0x9e3779b9) | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return {
    below: (end) => next() % end,
    chance: (probability) => next() < probability * 4_294_967_296,
  };
};
