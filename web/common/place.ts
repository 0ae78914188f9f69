/**
 * The path below which the pages' files are served, such as `/v1/app/`. It differs between the addresses of the API, so
 * the function that serves the entry page writes it into that page.
 */
const filesBelow = document.documentElement.dataset['base'] ?? '/app/';

/**
 * The path of the API, without a slash at the end. The API itself serves the pages' files, at `/app/` below this path.
 */
export const apiBase = filesBelow.replace(/\/app\/$/, '');

/**
 * The folder with which the paths of this page begin, for example `kitchen/`. Empty for the shop. The entry page
 * contains this text as `data-page`.
 */
const page = document.documentElement.dataset['page'] ?? '';

/**
 * The beginning of all paths of this page. Each page can be reached below `filesBelow`. The local server and the
 * distribution on AWS also serve the shop at `/` and the kitchen at `/kitchen/`.
 */
export const home = `${`${location.pathname}/`.startsWith(filesBelow) ? filesBelow : '/'}${page}`;

/** Who signs in at this page: customers, unless the entry page has `data-people="staff"`. */
export const people = document.documentElement.dataset['people'] === 'staff' ? 'staff' : 'customers';

/** The path of a file in web/public, which the build copies unchanged. */
export const fileAt = (path: string): string => `${filesBelow}${path}`;

/** The path of one of this page's addresses: `pathTo('orders')` is `/orders` in the shop at `/`. */
export const pathTo = (part: string): string => `${home}${part}`;
