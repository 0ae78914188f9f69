import { beforeAll, describe, expect, it } from '@jest/globals';
import { noCounts } from '../../fuzz/findings.ts';
import { describeFound, run, type Target } from '../../fuzz/run.ts';
import { shellWorld } from '../../support/shell-world.ts';

const CASES = 1_000;
const world = shellWorld();
let targets: readonly Target[];

beforeAll(async () => {
  targets = await (await import('../../fuzz/webhooks/targets.ts')).webhookTargets(world);
});

// `npm run fuzz -- --only webhooks` generates more webhooks.
describe('generated webhooks', () => {
  it('are understood or refused with a code, and a refused one is not queued', async () => {
    for (const target of targets) {
      const counts = noCounts();
      const found = await run(target, CASES, { seed: 1 }, counts);
      expect(found && describeFound(found)).toBeUndefined();
      expect(counts.valid).toBeGreaterThan(CASES / 10);
      expect(counts.invalid).toBeGreaterThan(CASES / 10);
    }
  });
});
