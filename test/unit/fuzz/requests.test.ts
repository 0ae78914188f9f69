import { beforeAll, describe, expect, it } from '@jest/globals';
import { noCounts } from '../../fuzz/findings.ts';
import { describeFound, run, type Target } from '../../fuzz/run.ts';

const CASES = 1_000;
let targets: readonly Target[];

beforeAll(async () => {
  targets = await (await import('../../fuzz/requests/targets.ts')).requestTargets();
});

// `npm run fuzz -- --only requests` generates more requests.
describe('generated requests', () => {
  it('reach the handler of their route if the route declares them, and are refused with a code if not', async () => {
    for (const target of targets) {
      const counts = noCounts();
      const found = await run(target, CASES, { seed: 1 }, counts);
      expect(found && describeFound(found)).toBeUndefined();
      expect(counts.valid).toBeGreaterThan(CASES / 10);
      expect(counts.invalid).toBeGreaterThan(CASES / 10);
    }
  });
});
