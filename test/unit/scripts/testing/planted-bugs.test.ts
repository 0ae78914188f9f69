import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../../../scripts/console/paths.ts';
import { unitMutants } from '../../../mutants/unit-mutants.ts';

const countOf = (text: string, part: string): number => text.split(part).length - 1;

// `npm run mutants -- --unit` takes long. This quick test finds planted bugs that no longer match the source code.
describe('the planted bugs', () => {
  it('each have a name of their own', () => {
    const names = unitMutants.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('each find their place exactly once, change it, and name a test that exists', () => {
    const misplaced = unitMutants.filter(({ file, find, replace, test }) => {
      const text = readFileSync(join(projectRoot, file), 'utf8');
      return countOf(text, find) !== 1 || find === replace || !existsSync(join(projectRoot, test));
    });
    expect(misplaced.map(({ name, file }) => `${name} in ${file}`)).toEqual([]);
  });
});
