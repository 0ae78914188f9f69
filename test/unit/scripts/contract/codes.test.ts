import { describe, expect, test } from '@jest/globals';
import { codeProblems, codesIn } from '../../../../scripts/contract/codes.ts';

const problems = { 'chair.sold': { status: 409, meaning: 'Somebody was faster.' } };
const others = { 'chair.broken': 'A message failed.' };
const found = (source: string) => codesIn(source, 'chair.ts', new Set(['chair']));
const faults = (source: string) => codeProblems(found(`${source} f('chair.broken', 1)`), problems, others);

describe('the codes of a source', () => {
  test('are found at errors, and where they are passed on', () => {
    const source = `
      new AppError('conflict', 'chair.sold', 'Sold');
      new AppError(
        'not-found',
        'desk.not-found',
        'There is no such desk',
      );
      conflict('chair.too-late', 'Too late');
      if (error.code === 'chair.lost') return;
      throw new AppError(isFinal ? 'conflict' : 'unavailable', \`stool.\${code}\`, 'Broken');
      aggregate({ noun: 'table', load });
      await chairs.changeOrFail(chairId, trace, sell, refusals);
      log('table.round', 1);
    `;
    expect(found(source)).toEqual([
      { code: 'chair.sold', kind: 'conflict', file: 'chair.ts' },
      { code: 'desk.not-found', kind: 'not-found', file: 'chair.ts' },
      { code: 'chair.sold', file: 'chair.ts' },
      { code: 'chair.too-late', file: 'chair.ts' },
      { code: 'stool.…', file: 'chair.ts' },
      { code: 'chair.not-found', file: 'chair.ts' },
    ]);
  });
});

describe('the check of codes', () => {
  test('passes documented codes', () => {
    expect(faults(`new AppError('conflict', 'chair.sold', '')`)).toEqual([]);
  });

  test('names a code that no document has, and where to add it', () => {
    const [fault, ...more] = faults(
      `new AppError('conflict', 'chair.sold', ''); new AppError('invalid', 'chair.odd', '')`,
    );
    expect(more).toEqual([]);
    expect(fault).toMatch(/^chair.ts uses the code chair.odd, .*"problems" in the service's api.ts/);
  });

  test('names a status that differs from the kind of the error', () => {
    expect(faults(`new AppError('not-found', 'chair.sold', '')`)).toEqual([
      'chair.ts throws chair.sold as "not-found", which becomes 404, but its api.ts says 409.',
    ]);
  });

  test('names a documented code that nothing uses', () => {
    expect(faults('')).toEqual([expect.stringMatching(/^No source uses the code chair.sold./)]);
  });
});
