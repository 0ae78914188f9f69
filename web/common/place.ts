/**
 * The path below which the pages' files are served, such as `/v1/app/`. It differs between stages, so the function that
 * serves the entry page writes it into that page.
 */
const filesBelow = document.documentElement.dataset['base'] ?? '/app/';

/** The path of the API, without a slash at the end. The pages are served by the API itself. */
export const apiBase = filesBelow.replace(/\/app\/$/, '');

/**
 * The path below which the pages of the shop are. With `npm start`, the proxy on this machine serves the shop at `/`,
 * too.
 */
export const home = `${location.pathname}/`.startsWith(filesBelow) ? filesBelow : '/';

/** The path of a file in web/public, which the build copies unchanged. */
export const fileAt = (path: string): string => `${filesBelow}${path}`;

/** The address of a page of the shop: `pathTo('orders')`. */
export const pathTo = (page: string): string => `${home}${page}`;
