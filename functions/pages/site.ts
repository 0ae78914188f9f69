import { readdirSync, readFileSync } from 'node:fs';
import { AppError } from '../../shared/errors.ts';

/** A file of the site. `type` is its media type (RFC 9110, section 8.3). */
export interface SiteFile {
  readonly text: string;
  readonly type: string;
}

/** The files that the pages consist of, by their paths. */
export interface Site {
  /** @throws AppError 404 `page.not-found` for any path that is not one of the site's files. */
  file(path: string): SiteFile;
}

/** The media types of the site's files, by their endings. A file with another ending is not served. */
const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};

const typeOf = (path: string): string | undefined => types[path.split('.').at(-1) ?? ''];

/**
 * The site in a folder. It serves the files that are in the folder when the function starts, and no others, so a path
 * cannot lead out of the folder. Each file is read when it is first asked for.
 */
export const siteIn = (folder: URL): Site => {
  const known = new Set(readdirSync(folder).filter((path) => typeOf(path) !== undefined));
  const read = new Map<string, SiteFile>();
  return {
    file: (path) => {
      const type = typeOf(path);
      if (type === undefined || !known.has(path)) {
        throw new AppError('not-found', 'page.not-found', 'There is no such page');
      }
      const found = read.get(path) ?? { text: readFileSync(new URL(path, folder), 'utf8'), type };
      read.set(path, found);
      return found;
    },
  };
};
