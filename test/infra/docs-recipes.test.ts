import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MAX_LINES } from '../../scripts/testing/structure.ts';
import { filesEnding, read, root, sectionsOf } from './pages.ts';

const titles = [
  'Add a use case',
  'Add an integration event',
  'Carry a new field to another service',
  'Add a service',
] as const;

/** A code block of a recipe: the content of a new file, or a diff of an existing file. */
interface Paste {
  readonly path: string;
  readonly isNew: boolean;
  readonly code: string;
}

/** The code blocks of a recipe. The file of a block is the path that the text names most recently before the block. */
const pastesOf = (recipe: string): readonly Paste[] => {
  let path = '';
  return [...recipe.matchAll(/`([\w.-]+\/[\w./-]+\.(?:tsx?|md))`|```(ts|md|diff)\n([\s\S]*?)```/g)].flatMap(
    ([, named, kind, code = '']) => {
      if (named !== undefined) path = named;
      return kind === undefined ? [] : [{ path, isNew: kind !== 'diff', code }];
    },
  );
};

const collapsed = (line: string): string => line.trim().replaceAll(/\s+/g, ' ');

/**
 * Applies a diff without line numbers.
 * @throws Error unless the source has the old lines in exactly one place.
 */
const patched = (source: string, diff: string, path: string): string => {
  const lines = source.split('\n');
  const edits = diff.trimEnd().split('\n');
  const old = edits.filter((edit) => !edit.startsWith('+')).map((edit) => collapsed(edit.slice(1)));
  const places = lines.flatMap((_, start) =>
    old.every((text, offset) => collapsed(lines[start + offset] ?? '\u0000') === text) ? [start] : [],
  );
  const [start = 0] = places;
  if (places.length !== 1) {
    throw new Error(`${path} has ${places.length} places with the lines:\n${old.join('\n')}`);
  }
  let next = start;
  const changed = edits.flatMap((edit) => {
    if (edit.startsWith('+')) return [edit.slice(1)];
    next += 1;
    return edit.startsWith('-') ? [] : [lines[next - 1] ?? ''];
  });
  return [...lines.slice(0, start), ...changed, ...lines.slice(next)].join('\n');
};

const paste = ({ path, isNew, code }: Paste, tree: string): void => {
  const file = join(tree, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, isNew ? code : patched(readFileSync(file, 'utf8'), code, path));
};

const recipes = sectionsOf(read('CONTRIBUTING.md'));
const all = titles.map((title) => [title, pastesOf(recipes.get(title) ?? '')] as const);
/**
 * True for a Markdown page. The test only compares diffs of pages with the original page, and does not apply them,
 * because two recipes change the same table row.
 */
const isPage = ({ path }: Paste): boolean => path.endsWith('.md');

const run = (tree: string, program: readonly string[], ...args: readonly string[]) => {
  const file = join(root, 'node_modules', ...program);
  const env = { ...process.env, NODE_OPTIONS: '--experimental-vm-modules', POWERTOOLS_LOG_LEVEL: 'SILENT' };
  const { stdout, stderr } = spawnSync(process.execPath, [file, ...args], {
    cwd: tree,
    encoding: 'utf8',
    env,
  });
  return `${stdout}${stderr}`;
};

describe('the recipes of CONTRIBUTING.md', () => {
  let tree = '';
  beforeAll(() => {
    tree = mkdtempSync(join(tmpdir(), 'orderly-recipes-'));
    const files = ['.ts', '.tsx', '.json', '.mjs', '.js', '.md'].flatMap(filesEnding);
    for (const file of files) cpSync(join(root, file), join(tree, file));
    symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  });
  afterAll(() => rmSync(tree, { recursive: true, force: true }));

  it.each(all)('"%s" finds each place that it changes', (_, pastes) => {
    expect(pastes.length).toBeGreaterThan(5);
    for (const each of pastes.filter(isPage)) {
      if (!each.isNew) expect(() => patched(read(each.path), each.code, each.path)).not.toThrow();
    }
    for (const each of pastes.filter((one) => !isPage(one))) paste(each, tree);
  });

  it('compile together', () => {
    expect(run(tree, ['typescript', 'bin', 'tsc'], '--noEmit')).toBe('');
  });

  it('leave each file short enough for `npm run check`', () => {
    const files = new Set(
      all.flatMap(([, pastes]) => pastes.filter((one) => !isPage(one)).map(({ path }) => path)),
    );
    const long = [...files].filter(
      (file) => readFileSync(join(tree, file), 'utf8').split('\n').length - 1 > MAX_LINES,
    );
    expect(long).toEqual([]);
  });

  it('keep the import rules', () => {
    const folders = ['functions', 'shared', 'infra', 'test'];
    const program = ['dependency-cruiser', 'bin', 'dependency-cruiser.mjs'];
    const output = run(tree, program, '--config', '.dependency-cruiser.mjs', '-T', 'err', ...folders);
    expect(output).toContain('no dependency violations found');
  });

  it('pass the unit tests that they add or change, and the authorisation matrix', () => {
    const tests = new Set(
      all
        .flatMap(([, pastes]) => pastes.map(({ path }) => path))
        .filter((path) => path.startsWith('test/unit/')),
    ).add('test/unit/authorisation/matrix.test.ts');
    const output = run(tree, ['jest', 'bin', 'jest.js'], '--selectProjects', 'unit', '-w', '1', ...tests);
    expect(output).toMatch(new RegExp(`Test Suites: +${tests.size} passed, ${tests.size} total`));
  });
});
