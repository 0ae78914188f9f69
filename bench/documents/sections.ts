import { readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { projectRoot } from '../../scripts/console/paths.ts';

const beginOf = (name: string, command: string): string =>
  `<!-- ${name}: written by \`${command}\`, not by hand -->`;
const endOf = (name: string): string => `<!-- /${name} -->`;

/**
 * Replaces the text between the two markers of a section in a document.
 * @param section name and command, as in the opening marker
 * @throws Error if the document has no such section
 */
export const writeSection = (
  file: string,
  { name, command }: { readonly name: string; readonly command: string },
  text: string,
): void => {
  const [begin, end] = [beginOf(name, command), endOf(name)];
  const before = readFileSync(file, 'utf8');
  const [from, to] = [before.indexOf(begin), before.indexOf(end)];
  if (from < 0 || to < from) {
    throw new Error(`${relative(projectRoot, file)} has no section. Add "${begin}" and "${end}".`);
  }
  const after = `${before.slice(0, from + begin.length)}\n\n${text.trim()}\n\n${before.slice(to)}`;
  if (after === before) return;
  writeFileSync(file, after);
  // The document belongs to the repository, so people must know that it has changed.
  process.stdout.write(`Wrote the section "${name}" of ${relative(projectRoot, file)}.\n`);
};

/** Formats a Markdown table in the style of Prettier. All columns except the first are right-aligned. */
export const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = head.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string => {
    const padded = widths.map((width, column) => {
      const cell = cells[column] ?? '';
      return column === 0 ? cell.padEnd(width) : cell.padStart(width);
    });
    return `| ${padded.join(' | ')} |`;
  };
  const rule = line(
    widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)),
  );
  return [line(head), rule, ...rows.map(line)].join('\n');
};
