import { BASE_PATH, isAddress, pageOf } from '../../functions/pages/app.ts';

/** The page at an address, as the pages service would choose it, or undefined if the address is that of a file. */
export const entryPage = (url: string): string | undefined => {
  const path = URL.parse(url, 'http://localhost')?.pathname.slice(1) ?? '';
  // Vite's own files are below /@vite/, /@id/ and /@fs/.
  return path.startsWith('@') || !isAddress(path) ? undefined : pageOf(path);
};

/** The entry page as the pages service would serve it, with the sources instead of the built files. */
export const entryHtml = (html: string, page: string): string =>
  html.replaceAll(BASE_PATH, '/v1/app/').replaceAll('src="./', `src="/${page}/`);
