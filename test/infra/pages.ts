import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The paths of all project files with this ending, including uncommitted files. */
export const filesEnding = (ending: string): readonly string[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', `*${ending}`], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\n')
    .filter((path) => path !== '' && existsSync(join(root, path)));

/** Maps each heading of one level to the text below it. Ignores lines in code blocks that look like headings. */
export const sectionsOf = (text: string, level: '##' | '###' = '##'): ReadonlyMap<string, string> => {
  const code: string[] = [];
  const masked = text.replaceAll(/```[\s\S]*?```/g, (block) => `\u0000${code.push(block) - 1}\u0000`);
  const unmasked = masked
    .split(new RegExp(`^${level} `, 'm'))
    .slice(1)
    .map((part) =>
      part.split('\u0000').map((piece, index) => (index % 2 === 1 ? (code[Number(piece)] ?? '') : piece)),
    );
  return new Map(
    unmasked.map((pieces) => {
      const [heading = '', ...body] = pieces.join('').split('\n');
      return [heading, body.join('\n')] as const;
    }),
  );
};

/**
 * The rows of all Markdown tables in a text. Leaves out each row whose first cell does not begin with code, such as a
 * header row.
 */
export const rowsOf = (text: string): readonly (readonly string[])[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    );
