import { describe, expect, it } from '@jest/globals';
import type { LeakJudgement } from '../../../../scripts/leaks/judge.ts';
import { withLeakCheck } from '../../../../scripts/testing/leak-check.ts';
import type { Selection } from '../../../../scripts/testing/selection.ts';
import type { TierResult } from '../../../../scripts/testing/tier-result.ts';
import { tiers } from '../../../../scripts/testing/tiers.ts';

const passed: TierResult = {
  tier: 'integration',
  passed: 9,
  failed: 0,
  skipped: 0,
  milliseconds: 1,
  failures: [],
};
const whole: Selection = { tiers, paths: [], name: undefined };
const read = { table: 1, event: 1, log: 1, dead: 1 };
const clean: LeakJudgement = { read, found: [], leaks: [] };
const leaking: LeakJudgement = {
  ...clean,
  leaks: [
    { place: 'log a/b', field: 'message', kind: 'bearer token', count: 1, id: 'then', example: 'eyJh…' },
  ],
};
const outdated: LeakJudgement = {
  ...clean,
  found: [[{ place: 'table a', fields: ['b'], kind: 'mail address', reason: 'none' }, 0]],
};

const check = async (
  judgement: LeakJudgement,
  { tier = 'integration', selection = whole, ran = passed } = {},
) => {
  const printed: string[] = [];
  const judge = () => Promise.resolve(judgement);
  const its = tiers.find(({ name }) => name === tier)!;
  const result = await withLeakCheck(ran, its, selection, judge, (text) => printed.push(text));
  return { result, text: printed.join('\n') };
};
const someFiles = { selection: { ...whole, paths: ['test/integration/lists.test.ts'] } };

describe('after a tier with a deployed Orderly', () => {
  it('the text says what was read, and nothing fails without a leak', async () => {
    const { result, text } = await check(clean);
    expect(result).toBe(passed);
    expect(text).toContain('1 rows of tables, 1 events, 1 log lines, 1 dead letters');
  });

  it.each([
    ['of all files', {}],
    ['of some files', someFiles],
    ['in which a test failed', { ran: { ...passed, failed: 1 } }],
    ['of the pages', { tier: 'pages' }],
  ])('a leak fails a run %s', async (_, options) => {
    const { result, text } = await check(leaking, options);
    expect(result.failed).toBe(('ran' in options ? 1 : 0) + 1);
    expect(result.reason).toContain('where it does not belong');
    expect(text).toContain('bearer token eyJh… in log a/b, field message: then');
  });

  it('a place from which things are soon deleted may hold nothing', async () => {
    const found = outdated.found.map(([place, times]) => [{ ...place, isFleeting: true }, times] as const);
    expect((await check({ ...outdated, found })).result).toBe(passed);
  });

  it('a place in which nothing was found fails only a whole run', async () => {
    expect((await check(outdated)).result.failed).toBe(1);
    for (const options of [someFiles, { ran: { ...passed, failed: 1 } }, { tier: 'pages' }]) {
      const before = 'ran' in options ? options.ran.failed : 0;
      expect((await check(outdated, options)).result.failed).toBe(before);
    }
  });
});

it('a tier without a deployed Orderly is not searched', async () => {
  const { result, text } = await check(leaking, { tier: 'unit' });
  expect(result).toBe(passed);
  expect(text).toBe('');
});
