import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { besideTable, idleLines, idleTable } from '../../bench/cost/idle.ts';
import { synthesised } from './synthesised.ts';

describe('docs/cost.md', () => {
  it('says what production costs idle, as counted in its templates: npm run bench:idle', () => {
    const page = readFileSync(new URL('../../docs/cost.md', import.meta.url), 'utf8');
    const { templates } = synthesised('production');

    // The page is formatted, so only the cells are compared.
    const cells = (text: string) => text.replaceAll(/ +/g, ' ').replaceAll(/-+/g, '-');
    expect(cells(page)).toContain(cells(idleTable(idleLines(Object.values(templates)))));
    expect(cells(page)).toContain(cells(besideTable()));
  });
});
