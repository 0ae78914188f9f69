import { describe, expect, it } from '@jest/globals';
import type { Judgement } from '../../../../scripts/grants/judge.ts';
import { withGrantCheck } from '../../../../scripts/testing/grant-check.ts';
import type { Selection } from '../../../../scripts/testing/selection.ts';
import { tiers } from '../../../../scripts/testing/tiers.ts';

const passed = { tier: 'integration', passed: 9, failed: 0, skipped: 0, milliseconds: 1, failures: [] };
const whole: Selection = { tiers, paths: [], name: undefined };
const fulfilment = { name: 'fulfilment-inbox', grants: 3, called: 1, byLambda: 2, excepted: 0, unused: [] };
const clean: Judgement = { functions: [fulfilment], outdated: [] };
const grant = { action: 'events:PutEvents', resource: 'arn:aws:events:::event-bus/b', source: 'orderly.old' };
const unused: Judgement = {
  functions: [
    fulfilment,
    { name: 'orders-inbox', grants: 5, called: 2, byLambda: 1, excepted: 1, unused: [grant] },
  ],
  outdated: [],
};

const check = async (judgement: Judgement, selection = whole, ran = passed) => {
  const printed: string[] = [];
  let asked = 0;
  const judge = () => {
    asked += 1;
    return Promise.resolve(judgement);
  };
  const result = await withGrantCheck(ran, selection, judge, (text) => printed.push(text));
  return { result, asked, text: printed.join('\n') };
};

describe('after all integration tests', () => {
  it('the grants are printed by function, and nothing fails if all are used', async () => {
    const { result, text } = await check(clean);
    expect(result).toBe(passed);
    expect(text).toMatch(/function +grants +called +by Lambda +excepted +unused/);
    expect(text).toMatch(/fulfilment-inbox +3 +1 +2 +0 +0/);
  });

  it('an unused grant fails the tier, and the text names it and says what to do', async () => {
    const { result, text } = await check(unused);
    expect(result).toMatchObject({ failed: 1, reason: expect.stringContaining('grant') });
    expect(text).toMatch(/orders-inbox +5 +2 +1 +1 +1/);
    expect(text).toMatch(/all functions +8 +3 +3 +1 +1/);
    expect(text).toContain(
      'orders-inbox: events:PutEvents on arn:aws:events:::event-bus/b for events of orderly.old',
    );
    expect(text).toContain('scripts/grants/exceptions.ts');
  });

  it('an exception that is out of date fails the tier', async () => {
    const { result, text } = await check({ ...clean, outdated: ['orders-inbox: sqs:SendMessage: used'] });
    expect(result.failed).toBe(1);
    expect(text).toContain('out of date');
    expect(text).toContain('orders-inbox: sqs:SendMessage: used');
  });
});

describe('a run that cannot show which grants are unused', () => {
  it.each([
    ['of some files', { ...whole, paths: ['test/integration/lists.test.ts'] }, passed],
    ['of some tests', { ...whole, name: 'sold out' }, passed],
    ['in which a test failed', whole, { ...passed, failed: 1 }],
  ])('%s is not judged, and says so', async (_, selection, ran) => {
    const { result, asked, text } = await check(unused, selection, ran);
    expect({ result, asked }).toEqual({ result: ran, asked: 0 });
    expect(text).toContain('not judged');
  });

  it('of another tier is not judged', async () => {
    const contract = { ...passed, tier: 'contract' };
    expect(await check(unused, whole, contract)).toEqual({ result: contract, asked: 0, text: '' });
  });
});
