import { describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { projectRoot } from '../../../../scripts/console/paths.ts';
import { summarise } from '../../../../scripts/testing/playwright.ts';

const report = {
  config: { rootDir: join(projectRoot, 'test', 'pages') },
  stats: { expected: 3, unexpected: 1, flaky: 0, skipped: 1 },
  suites: [
    {
      file: 'a.test.ts',
      specs: [{ title: 'works', ok: true }],
      suites: [{ file: 'a.test.ts', specs: [{ title: 'fails', ok: false }] }],
    },
  ],
  errors: [],
};
const sum = (changes: Partial<typeof report>, mayBeEmpty = false) =>
  summarise('pages', { ...report, ...changes }, { mayBeEmpty, milliseconds: 1 });

describe('the result of a run of Playwright', () => {
  test('counts tests, and names those that failed', () => {
    expect(sum({})).toEqual({
      tier: 'pages',
      passed: 3,
      failed: 1,
      skipped: 1,
      milliseconds: 1,
      failures: [{ file: 'test/pages/a.test.ts', name: 'fails' }],
    });
  });

  test('counts a test as failed that passed only when it was repeated', () => {
    expect(sum({ stats: { expected: 3, unexpected: 0, flaky: 1, skipped: 0 } }).failed).toBe(1);
  });

  test('counts an error outside of tests as a failure', () => {
    expect(sum({ errors: [{}] as never[] }).failed).toBe(2);
  });

  test('is a failure if no test ran, unless the tests were filtered', () => {
    const stats = { expected: 0, unexpected: 0, flaky: 0, skipped: 0 };
    expect(sum({ stats })).toMatchObject({ failed: 1, reason: 'no test ran' });
    expect(sum({ stats }, true).failed).toBe(0);
  });
});
