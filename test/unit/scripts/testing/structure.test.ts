import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../../../scripts/console/paths.ts';
import { filesNeeded, structureOf, ways } from '../../../../scripts/testing/structure.ts';

const trees: string[] = [];
afterEach(() => {
  for (const tree of trees.splice(0)) rmSync(tree, { recursive: true });
});

const place = 'functions/orders/lambdas/place-order.ts';

/** Creates a small project with these additional files (path: content), and returns its folder. */
const projectWith = (files: Readonly<Record<string, string>>): string => {
  const root = mkdtempSync(join(tmpdir(), 'structure-'));
  trees.push(root);
  const all = {
    [place]: '',
    'functions/orders/lambdas/relay.ts': '',
    'simulators/a.ts': '',
    'simulators/b.ts': '',
  };
  for (const [file, text] of Object.entries({
    ...all,
    'functions/orders/api.ts': '',
    'shared/errors.ts': '',
    ...files,
  })) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
};

const numbered = (count: number, path: (n: number) => string, text: (n: number) => string = () => '') =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [path(n), text(n)]));

describe('the files that an entry needs', () => {
  it('are what it imports and what that imports, each once, without packages', () => {
    const imports = new Map([
      ['a.ts', ['b.ts', 'node_modules/zod/index.js']],
      ['b.ts', ['c.ts', 'a.ts']],
      ['c.ts', []],
      ['d.ts', ['a.ts']],
    ]);
    expect([...filesNeeded(['a.ts'], imports)].sort()).toEqual(['a.ts', 'b.ts', 'c.ts']);
  });
});

describe('the structure of a project', () => {
  it('is counted from functions that exist', () => {
    const entries = ways.flatMap((way) => [...way.entries]);
    expect(entries.filter((file) => !existsSync(join(projectRoot, file)))).toEqual([]);
  });

  it('is fine within the limits, and its counts are shown', async () => {
    const root = projectWith({
      [place]: `import '../api.ts';\nimport type { E } from '../../../shared/errors.ts';\nexport type F = E;`,
    });
    const { lines, problems } = await structureOf(root);
    expect(problems).toEqual([]);
    expect(lines).toContain('   5  files below functions/ and simulators/');
    expect(lines).toContain('   2  names in functions/orders (limit 15)');
    expect(lines).toContain('   3  files needed for POST /orders (limit 36)');
  });

  it('does not count what is imported only when it is needed', async () => {
    const root = projectWith({ [place]: `export const load = () => import('../../../shared/errors.ts');` });
    const { lines } = await structureOf(root);
    expect(lines).toContain('   1  files needed for POST /orders (limit 36)');
  });

  it('names a service with too many names', async () => {
    const root = projectWith(numbered(14, (n) => `functions/orders/case-${n}.ts`));
    expect((await structureOf(root)).problems).toEqual(['names in functions/orders: 16, limit 15.']);
  });

  it('names a folder with a single file', async () => {
    const root = projectWith({ 'functions/orders/rules/order.ts': '' });
    expect((await structureOf(root)).problems).toEqual([
      'functions/orders/rules holds a single file, order.ts: move it up.',
    ]);
  });

  it('lets a folder that says what its files may import hold a single one', async () => {
    const root = projectWith({ 'functions/orders/adapters/dynamo-order-store.ts': '' });
    expect((await structureOf(root)).problems).toEqual([]);
  });

  it('names a function that needs too many files, types included', async () => {
    const used = numbered(
      36,
      (n) => `shared/kernel/k${n}.ts`,
      () => 'export type K = string;',
    );
    const imports = Object.keys(used).map((file, n) => `import type { K as K${n} } from '../../../${file}';`);
    const root = projectWith({ ...used, [place]: imports.join('\n') });
    expect((await structureOf(root)).problems).toEqual(['files needed for POST /orders: 37, limit 36.']);
  });
});
