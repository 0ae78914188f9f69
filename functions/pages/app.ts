/** Where people sign in: an OpenID Connect issuer, and the client id that the pages have at this issuer. */
export interface SignIn {
  readonly issuer: string;
  readonly clientId: string;
  /** Other origins that take part in the sign-in, such as that of the token endpoint. */
  readonly origins: readonly string[];
}

/**
 * Where customers and staff of a stage sign in. `customers` or `staff` is absent if the settings of the stage do not
 * name a client for them.
 */
export interface SignIns {
  readonly customers?: SignIn | undefined;
  readonly staff?: SignIn | undefined;
}

/** How long browsers may keep a file. */
export type Keep = 'check-each-time' | 'an-hour' | 'for-ever';

/** A file of the shop, the kitchen's page or the operators' page. */
export interface AppFile {
  readonly text: string;
  /** The media type (RFC 9110, section 8.3). */
  readonly type: string;
  readonly keep: Keep;
}

/** The built files of the pages. `file` throws for a path without a file. */
export interface BuiltFiles {
  file(path: string): Omit<AppFile, 'keep'>;
}

/** A placeholder in the built pages (web/vite.config.ts). `appFile` replaces it by the path of the pages' files. */
export const BASE_PATH = '/__app__/';

/** True for a file whose name contains a hash of its content, as Vite names it. Such a file never changes. */
const isHashed = (path: string): boolean => path.startsWith('assets/');
/** True for an address within a page, such as `orders/…`. Unlike a file, such an address has no file extension. */
export const isAddress = (path: string): boolean => !/\.[a-z0-9]+$/i.test(path);

/** The pages besides the shop. Their addresses begin with their names, such as `/app/kitchen/`. */
const pagesOfStaff = ['kitchen', 'operations'];

/** The page that an address belongs to. It is the shop, unless the address begins with the name of another page. */
export const pageOf = (address: string): string =>
  pagesOfStaff.find((page) => address === page || address.startsWith(`${page}/`)) ?? 'shop';

/**
 * Finds the file for a path below `/app/`. An address within a page (`isAddress`) gets the HTML of that page.
 * @param apiPath the path of the API in the address of the request, without a slash at the end. The files are below
 *   `<apiPath>/app/`.
 * @throws AppError 404 `page.not-found`
 */
export const appFile =
  (built: BuiltFiles) =>
  (path: string, apiPath: string): AppFile => {
    if (isAddress(path)) {
      const { text, type } = built.file(`${pageOf(path)}/index.html`);
      return { text: text.replaceAll(BASE_PATH, `${apiPath}/app/`), type, keep: 'check-each-time' };
    }
    return { ...built.file(path), keep: isHashed(path) ? 'for-ever' : 'an-hour' };
  };

const publicPart = (signIn: SignIn | undefined) =>
  signIn === undefined ? null : { issuer: signIn.issuer, clientId: signIn.clientId };

/**
 * The settings that the pages read from `settings.json`: where customers and staff sign in, and the address of the
 * WebSocket API. Anyone may read them.
 */
export const pageSettings = ({ customers, staff }: SignIns, liveUrl?: string) => ({
  signIn: { customers: publicPart(customers), staff: publicPart(staff) },
  liveUrl: liveUrl ?? null,
});

/**
 * The Content Security Policy (level 3) of the pages. Scripts and styles are allowed only from the API's own origin.
 * Requests are allowed only to this origin, to where people sign in, and to the WebSocket API. Product images may come
 * from any https address and, for development, from http://localhost.
 * @param liveUrl the address of the WebSocket API, if the stage has one
 */
export const appPolicy = (signIns: SignIns, liveUrl?: string): string => {
  const origins = [signIns.customers, signIns.staff].flatMap((one) =>
    one === undefined ? [] : [new URL(one.issuer).origin, ...one.origins],
  );
  const live = liveUrl === undefined ? [] : [new URL(liveUrl).origin];
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: https: http://localhost:*",
    `connect-src ${["'self'", ...new Set(origins), ...live].join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
};
