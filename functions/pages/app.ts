/** Where customers sign in: an OpenID Connect issuer, and the client that the shop is to it. */
export interface SignIn {
  readonly issuer: string;
  readonly clientId: string;
  /** Other origins that take part in the sign-in, such as that of the token endpoint. */
  readonly origins: readonly string[];
}

/** How long browsers may keep a file. */
export type Keep = 'check-each-time' | 'an-hour' | 'for-ever';

/** A file of the pages for people. */
export interface AppFile {
  readonly text: string;
  /** The media type (RFC 9110, section 8.3). */
  readonly type: string;
  readonly keep: Keep;
}

/** The files that were built. `file` throws for a path that is none of them. */
export interface BuiltFiles {
  file(path: string): Omit<AppFile, 'keep'>;
}

/** The text in the built pages that stands for the path below which they are served (web/vite.config.ts). */
export const BASE_PATH = '/__app__/';

/** A name with a hash of its content, as Vite gives it: such a file never changes. */
const isHashed = (path: string): boolean => path.startsWith('assets/');
const isAddress = (path: string): boolean => !/\.[a-z0-9]+$/i.test(path);

/**
 * Finds the file for a path below `/app/`. An address without an ending is one within the shop, which the entry page
 * shows, so that a link to an order works.
 * @param apiUrl where browsers reach the API. The pages are below it.
 * @throws AppError 404 `page.not-found`
 */
export const appFile =
  (built: BuiltFiles, apiUrl: string) =>
  (path: string): AppFile => {
    if (isAddress(path)) {
      const { text, type } = built.file('shop/index.html');
      const base = `${new URL(apiUrl).pathname.replace(/\/$/, '')}/app/`;
      return { text: text.replaceAll(BASE_PATH, base), type, keep: 'check-each-time' };
    }
    return { ...built.file(path), keep: isHashed(path) ? 'for-ever' : 'an-hour' };
  };

/** What the pages need to know about their stage. Anyone may read it. */
export const pageSettings = (signIn: SignIn | undefined) => ({
  signIn: signIn === undefined ? null : { issuer: signIn.issuer, clientId: signIn.clientId },
});

/**
 * The Content Security Policy (level 3) of the pages: scripts, styles and requests only from here, and requests to where
 * people sign in. Products may have their pictures anywhere.
 */
export const appPolicy = (signIn: SignIn | undefined): string => {
  const origins = signIn === undefined ? [] : [new URL(signIn.issuer).origin, ...signIn.origins];
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: https: http://localhost:*",
    `connect-src ${["'self'", ...origins].join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
};
