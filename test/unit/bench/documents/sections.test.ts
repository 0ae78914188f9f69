import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { markdownTable, writeSection } from '../../../../bench/documents/sections.ts';

const folder = mkdtempSync(join(tmpdir(), 'orderly-sections-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const section = { name: 'figures', command: 'npm run bench:figures' };

describe('a section that a command writes', () => {
  it('replaces what stands between its markers, and nothing else', () => {
    const file = join(folder, 'with.md');
    const begin = '<!-- figures: written by `npm run bench:figures`, not by hand -->';
    writeFileSync(file, `before\n${begin}\nold\n<!-- /figures -->\nafter\n`);
    writeSection(file, section, 'new');
    writeSection(file, section, 'newer');
    expect(readFileSync(file, 'utf8')).toBe(`before\n${begin}\n\nnewer\n\n<!-- /figures -->\nafter\n`);
  });

  it('is missed where the markers are not', () => {
    const file = join(folder, 'without.md');
    writeFileSync(file, 'text\n');
    expect(() => writeSection(file, section, 'new')).toThrow('has no section');
  });
});

describe('a table', () => {
  it('has columns as wide as their widest cell, figures to the right', () => {
    expect(markdownTable(['What', '$'], [['mail', '1.50']])).toBe(
      '| What |    $ |\n| ---- | ---: |\n| mail | 1.50 |',
    );
  });
});
