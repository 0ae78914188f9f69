import { describe, expect, it } from '@jest/globals';
import { explore } from '../../../model/explore.ts';
import { mutants } from '../../../model/mutants.ts';

/** Of `npm run model-check`, which explores as many as one likes; what fails here, it tells: `-- --seed <seed>`. */
const SCHEDULES = 20_000;

describe('the group commit, explored', () => {
  it('loses, makes up, oversells and falsely refuses nothing in any schedule', async () => {
    const { failure, schedules, faults } = await explore({ firstSeed: 1, schedules: SCHEDULES });
    expect(failure).toBeUndefined();
    expect(schedules).toBe(SCHEDULES);
    expect(faults).toBeGreaterThan(SCHEDULES / 2);
  });

  it.each(mutants.map((mutant) => [mutant.name, mutant] as const))(
    'is told from a mutant: %s',
    async (_, mutant) => {
      const { failure } = await explore({ firstSeed: 1, schedules: SCHEDULES, mutant });
      expect(failure).toBeDefined();
    },
  );
});
