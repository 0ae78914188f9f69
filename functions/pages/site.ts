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
  svg: 'image/svg+xml; charset=utf-8',
};

const typeOf = (path: string): string | undefined => types[path.split('.').at(-1) ?? ''];

/** Reads a file of the site by its path. */
export type ReadFile = (path: string) => string;

/**
 * Builds a site of the files in `paths`. The site serves no other files, so a path cannot lead out of their folder.
 * Each file is read when it is first requested.
 */
export const siteOf = (paths: readonly string[], read: ReadFile): Site => {
  const known = new Set(paths);
  const files = new Map<string, SiteFile>();
  return {
    file: (path) => {
      const type = typeOf(path);
      if (type === undefined || !known.has(path)) {
        throw new AppError('not-found', 'page.not-found', 'There is no such page');
      }
      const found = files.get(path) ?? { text: read(path), type };
      files.set(path, found);
      return found;
    },
  };
};

/**
 * The relative address to which a request for `path` is redirected, for example because `path` is a folder. Undefined
 * if the request is not redirected.
 *
 * API Gateway removes the slash at the end of `/docs/events/`, so the function does not know whether the browser's
 * address ends with a slash. If it does, the browser resolves `events/index.html` to `/docs/events/events/index.html`.
 * A request for this address is redirected one folder up.
 * @param path the address below `/docs/`
 */
export const detourFrom = (path: string): string | undefined => {
  if (path === 'events') return 'events/index.html';
  if (path === 'events/') return 'index.html';
  return path === 'docs/index.html' || path === 'events/events/index.html' ? '../index.html' : undefined;
};
