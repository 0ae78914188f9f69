import { describe, expect, it } from '@jest/globals';
import { explore } from '../../../model/explore.ts';
import { mutants } from '../../../model/mutants.ts';

/**
 * How many schedules this test runs. `npm run model-check -- --schedules <number>` runs another number of schedules.
 * `npm run model-check -- --seed <seed>` prints the schedule of that seed.
 */
const SCHEDULES = 20_000;

describe('the model check of the group commit', () => {
  it('finds no lost, invented or oversold unit and no false refusal in any schedule', async () => {
    const { failure, schedules, faults } = await explore({ firstSeed: 1, schedules: SCHEDULES });
    expect(failure).toBeUndefined();
    expect(schedules).toBe(SCHEDULES);
    expect(faults).toBeGreaterThan(SCHEDULES / 2);
  });

  it.each(mutants.map((mutant) => [mutant.name, mutant] as const))(
    'catches the mutant: %s',
    async (_, mutant) => {
      const { failure } = await explore({ firstSeed: 1, schedules: SCHEDULES, mutant });
      expect(failure).toBeDefined();
    },
  );
});
