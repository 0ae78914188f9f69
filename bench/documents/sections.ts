import { readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { projectRoot } from '../../scripts/console/paths.ts';

const beginOf = (name: string, command: string): string =>
  `<!-- ${name}: written by \`${command}\`, not by hand -->`;
const endOf = (name: string): string => `<!-- /${name} -->`;

/**
 * Replaces what stands between a section's two markers in a document.
 * @param section its name, and the command that writes it, as the opening marker has them.
 * @throws Error when the document has no such section.
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
    throw new Error(`${relative(projectRoot, file)} has no section between "${begin}" and "${end}"`);
  }
  writeFileSync(file, `${before.slice(0, from + begin.length)}\n\n${text.trim()}\n\n${before.slice(to)}`);
};

/** A table in Markdown, its columns as wide as the formatter makes them; all but the first stand to the right. */
export const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = head.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (column === 0 ? (cells[0] ?? '').padEnd(width) : (cells[column] ?? '').padStart(width))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
};
