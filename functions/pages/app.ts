/** Where people sign in: an OpenID Connect issuer, and the client that the pages are to it. */
export interface SignIn {
  readonly issuer: string;
  readonly clientId: string;
  /** Other origins that take part in the sign-in, such as that of the token endpoint. */
  readonly origins: readonly string[];
}

/** Where the customers of a stage sign in, and its staff. Absent if the settings of the stage do not say it. */
export interface SignIns {
  readonly customers?: SignIn | undefined;
  readonly staff?: SignIn | undefined;
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

/** The pages beside the shop. Their addresses begin with their names, such as `/app/kitchen/`. */
const pagesOfStaff = ['kitchen', 'operations'];

/** The page that an address belongs to. All other addresses are the shop's. */
const pageOf = (address: string): string =>
  pagesOfStaff.find((page) => address === page || address.startsWith(`${page}/`)) ?? 'shop';

/**
 * Finds the file for a path below `/app/`. An address without an ending is one within a page. The entry page of that page
 * answers it, so that a link to an order works.
 * @param apiUrl where browsers reach the API. The pages are below it.
 * @throws AppError 404 `page.not-found`
 */
export const appFile =
  (built: BuiltFiles, apiUrl: string) =>
  (path: string): AppFile => {
    if (isAddress(path)) {
      const { text, type } = built.file(`${pageOf(path)}/index.html`);
      const base = `${new URL(apiUrl).pathname.replace(/\/$/, '')}/app/`;
      return { text: text.replaceAll(BASE_PATH, base), type, keep: 'check-each-time' };
    }
    return { ...built.file(path), keep: isHashed(path) ? 'for-ever' : 'an-hour' };
  };

const publicPart = (signIn: SignIn | undefined) =>
  signIn === undefined ? null : { issuer: signIn.issuer, clientId: signIn.clientId };

/** What the pages need to know about their stage: where customers sign in, and where staff do. Anyone may read it. */
export const pageSettings = ({ customers, staff }: SignIns) => ({
  signIn: { customers: publicPart(customers), staff: publicPart(staff) },
});

/**
 * The Content Security Policy (level 3) of the pages: scripts, styles and requests only from here, and requests to where
 * people sign in. Products may have their pictures anywhere.
 */
export const appPolicy = (signIns: SignIns): string => {
  const origins = [signIns.customers, signIns.staff].flatMap((one) =>
    one === undefined ? [] : [new URL(one.issuer).origin, ...one.origins],
  );
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: https: http://localhost:*",
    `connect-src ${["'self'", ...new Set(origins)].join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
};
