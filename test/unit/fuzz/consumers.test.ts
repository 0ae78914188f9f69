import { beforeAll, describe, expect, it } from '@jest/globals';
import { inboxes } from '../../../shared/events/subscriptions.ts';
import { noCounts } from '../../fuzz/findings.ts';
import { describeFound, run, type Target } from '../../fuzz/run.ts';
import { shellWorld } from '../../support/shell-world.ts';

const CASES = 250;
const world = shellWorld();
let targets: readonly Target[];

beforeAll(async () => {
  targets = await (await import('../../fuzz/consumers/targets.ts')).consumerTargets(world);
});

// `npm run fuzz` generates more messages.
describe('generated messages', () => {
  it.each([...Object.keys(inboxes), 'orders-relay', 'inventory-relay'])(
    'to %s: a refused one has a code and no effect, and disturbs no other',
    async (name) => {
      const counts = noCounts();
      const found = await run(
        targets.find((one) => one.name === name)!,
        CASES,
        { seed: 1 },
        counts,
      );
      expect(found && describeFound(found)).toBeUndefined();
      expect(counts.valid).toBeGreaterThan(CASES / 10);
      expect(counts.invalid).toBeGreaterThan(CASES / 10);
    },
  );
});
