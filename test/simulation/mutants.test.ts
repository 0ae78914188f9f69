import { describe, expect, it } from '@jest/globals';
import { huntMutants } from './campaign/campaign.ts';
import { mutantsReport } from './campaign/report.ts';
import { explain } from './campaign/shrink.ts';
import { mutants } from './mutants/mutants.ts';
import { simulate } from './simulate.ts';

const SEEDS = 2000;

describe('planted bugs', () => {
  it(`are all found within ${SEEDS} seeds`, async () => {
    const hunts = await huntMutants(
      mutants.map(({ name }) => name),
      1,
      SEEDS,
    );
    process.stderr.write(`\n${mutantsReport(mutants, hunts)}\n`);
    expect(hunts.filter(({ seed }) => seed === undefined).map(({ mutant }) => mutant)).toEqual([]);
  });

  it('cover each service at least twice', () => {
    const perService = Map.groupBy(mutants, ({ service }) => service);
    expect([...perService.values()].filter((some) => some.length < 2)).toEqual([]);
    expect(perService.size).toBe(7);
  });

  it('are explained by a smaller world, its timeline and a replay command', async () => {
    const mutant = mutants.find(({ name }) => name === 'refund-counted-twice')!;
    const shares: number[] = [];
    for (let seed = 1; shares.length < 5; seed += 1) {
      if ((await simulate(seed, { mutant })).violation === undefined) continue;
      const explanation = await explain(seed, { mutant });
      expect(explanation).toContain(`npm run simulate -- --seed 0x${seed.toString(16)} --trace --mutant`);
      expect(explanation).toContain('RefundCompleted');
      const [, left = '', before = ''] =
        /The smallest world \((\d+) of (\d+) orders\)/.exec(explanation) ?? [];
      shares.push(Number(left) / Number(before));
    }
    // Not every world shrinks. Without some orders, a world may take another course, so that its failure does not come
    // back.
    expect(shares.filter((share) => share < 0.5).length).toBeGreaterThanOrEqual(4);
  });
});
