import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { Finding, noCounts, type Counts } from '../../fuzz/findings.ts';
import { describeFound, run } from '../../fuzz/run.ts';

/** A fuzz target whose property fails for every number above `most`. */
const target = (most: number, fail: (number: number) => void = () => undefined) => ({
  name: 'numbers',
  property: (counts: Counts) =>
    fc.asyncProperty(fc.nat({ max: 1_000 }), async (number) => {
      counts.cases += 1;
      counts.valid += 1;
      if (number <= most) return;
      fail(number);
      throw new Finding('effects', `${number} is too large`);
    }),
});

describe('a run of a fuzzer', () => {
  it('ends when it has seen enough cases', async () => {
    const counts = noCounts();
    expect(await run(target(1_000), 250, { seed: 1 }, counts)).toBeUndefined();
    expect(counts).toMatchObject({ cases: 300, valid: 300, effects: 0, crashes: 0 });
  });

  it('reports the smallest case that breaks the property, and the command that repeats it', async () => {
    const counts = noCounts();
    const found = await run(target(997), 100_000, { seed: 1 }, counts);
    expect(found).toMatchObject({ breach: 'effects', message: '998 is too large', counterexample: '[998]' });
    expect(counts).toMatchObject({ effects: 1, crashes: 0 });
    expect(counts.cases % 100).toBe(0);
    const { seed, path } = found!;
    expect(describeFound(found!)).toContain(`npm run fuzz -- --target numbers --seed ${seed} --path ${path}`);

    const again = noCounts();
    const cases: number[] = [];
    const repeated = await run(
      target(997, (number) => cases.push(number)),
      1,
      { seed, path },
      again,
    );
    expect(repeated).toMatchObject({ seed, counterexample: '[998]' });
    expect(new Set(cases)).toEqual(new Set([998]));
  });

  it('counts any other exception as a crash', async () => {
    const counts = noCounts();
    const crash = (): never => {
      throw new TypeError('of null');
    };
    expect(await run(target(0, crash), 100, { seed: 1 }, counts)).toMatchObject({ breach: 'crashes' });
    expect(counts).toMatchObject({ effects: 0, crashes: 1 });
  });
});
