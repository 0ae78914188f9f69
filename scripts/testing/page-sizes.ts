import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { builtPages } from '../../infra/built-pages.ts';

/** The most JavaScript that a browser may have to load before it shows a page, in bytes after gzip. */
const limits: Readonly<Record<string, number>> = { shop: 60_000, kitchen: 60_000, operations: 150_000 };

/** The sizes of the pages, and the problems with them. */
export interface PageSizes {
  readonly lines: readonly string[];
  readonly problems: readonly string[];
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} KB`;

/** The scripts that an entry page loads: those in its HTML, and all that these import statically. */
const scriptsOf = (folder: string, html: string): ReadonlySet<string> => {
  const found = new Set<string>();
  const open = [...html.matchAll(/(?:src|href)="[^"]*\/(assets\/[^"]+\.js)"/g)].map(([, path]) => path ?? '');
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    const code = readFileSync(join(folder, path), 'utf8');
    for (const [, name] of code.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) {
      open.push(`assets/${name ?? ''}`);
    }
  }
  return found;
};

/**
 * Builds the pages, and measures the JavaScript that each entry page needs.
 * @throws Error if the pages cannot be built
 */
export const pageSizes = (): PageSizes => {
  const folder = builtPages();
  const sizes = Object.entries(limits).map(([page, limit]) => {
    const html = readFileSync(join(folder, page, 'index.html'), 'utf8');
    const scripts = [...scriptsOf(folder, html)];
    const bytes = scripts.reduce((sum, path) => sum + gzipSync(readFileSync(join(folder, path))).length, 0);
    return { page, limit, bytes, scripts };
  });
  return {
    lines: sizes.map(
      ({ page, limit, bytes }) =>
        `      ${page}: ${kilobytes(bytes)} of JavaScript after gzip (limit ${kilobytes(limit)})`,
    ),
    problems: sizes.flatMap(({ page, limit, bytes, scripts }) => {
      if (scripts.length === 0) return [`The page ${page} loads no script. Has the build changed its form?`];
      if (bytes <= limit) return [];
      return [
        `The page ${page} needs ${kilobytes(bytes)} of JavaScript before it shows anything, and may need ` +
          `${kilobytes(limit)}. Import what is needed later with "await import(...)".`,
      ];
    }),
  };
};
