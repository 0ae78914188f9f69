/**
 * The path of the files of the pages, such as `/v1/app/`. The function that serves the entry page writes it there, because
 * it differs between stages.
 */
const filesBelow = document.documentElement.dataset['base'] ?? '/app/';

/** The path of the API, without a slash at the end. The pages are served by the API itself. */
export const apiBase = filesBelow.replace(/\/app\/$/, '');

/** The page's own part of its addresses: `kitchen/`, for example, and nothing for the shop. The entry page says it. */
const page = document.documentElement.dataset['page'] ?? '';

/**
 * The path below which the addresses of this page are. With `npm start`, the shop is also at `/`, and the kitchen at
 * `/kitchen/`, because the proxy on this machine adds the rest.
 */
export const home = `${`${location.pathname}/`.startsWith(filesBelow) ? filesBelow : '/'}${page}`;

/** Who signs in at this page. The entry pages of staff say so. */
export const people = document.documentElement.dataset['people'] === 'staff' ? 'staff' : 'customers';

/** The path of a file that is served as it is (web/public). */
export const fileAt = (path: string): string => `${filesBelow}${path}`;

/** The address of a part of this page: `pathTo('orders')`. */
export const pathTo = (part: string): string => `${home}${part}`;
