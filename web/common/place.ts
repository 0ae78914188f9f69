/**
 * The path of the files of the pages, such as `/v1/app/`. The function that serves the entry page writes it there, because
 * it differs between stages.
 */
const filesBelow = document.documentElement.dataset['base'] ?? '/app/';

/** The path of the API, without a slash at the end. The pages are served by the API itself. */
export const apiBase = filesBelow.replace(/\/app\/$/, '');

/**
 * The path below which the addresses of the shop are. With `npm start`, the shop is also at `/`, where the proxy on this
 * machine puts it.
 */
export const home = `${location.pathname}/`.startsWith(filesBelow) ? filesBelow : '/';

/** The path of a file that is served as it is (web/public). */
export const fileAt = (path: string): string => `${filesBelow}${path}`;

/** The address of a page of the shop: `pathTo('orders')`. */
export const pathTo = (page: string): string => `${home}${page}`;
