import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServer, type Plugin } from 'vite';
import { projectRoot } from '../console/paths.ts';
import { freePort } from '../emulator/free-port.ts';
import { entryHtml, entryPage } from './entry-page.ts';

const web = join(projectRoot, 'web');

/**
 * The folders that the pages consist of. Vite serves no other files, so it cannot serve the keys and data in `.local`.
 */
const served = ['web', 'client', 'shared/kernel', 'node_modules'].map((folder) => join(projectRoot, folder));

/**
 * Switches off the path at which Vite opens a file in the developer's editor. Orderly does not use this path. A page of
 * another site could request this path as an image. Browsers send no `Origin` with such a request, so the front door
 * would not refuse it.
 */
const noEditor: Plugin = {
  name: 'orderly-no-editor',
  configureServer: (server) => {
    server.middlewares.use('/__open-in-editor', (_request, response) => {
      response.writeHead(404).end();
    });
  },
};

/** Serves the entry pages at the addresses that people use. */
const entryPages: Plugin = {
  name: 'orderly-entry-pages',
  configureServer: (server) => {
    server.middlewares.use((request, response, next) => {
      const page = entryPage(request.url ?? '/');
      if (page === undefined) {
        next();
        return;
      }
      const html = entryHtml(readFileSync(join(web, page, 'index.html'), 'utf8'), page);
      server
        .transformIndexHtml(`/${page}/index.html`, html)
        .then(
          (text) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(text),
          next,
        );
    });
  },
};

/**
 * Starts Vite on a free port of the loopback interface. Vite compiles pages on request, and tells open pages about
 * changes. People reach Vite through the front door (scripts/front-door/server.ts).
 * @returns Vite's address
 */
export const startPagesServer = async (): Promise<string> => {
  const port = await freePort();
  const server = await createServer({
    configFile: join(web, 'vite.config.ts'),
    plugins: [noEditor, entryPages],
    appType: 'custom',
    clearScreen: false,
    logLevel: 'warn',
    server: { host: '127.0.0.1', port, strictPort: true, cors: false, fs: { strict: true, allow: served } },
  });
  await server.listen();
  return `http://127.0.0.1:${port}`;
};
