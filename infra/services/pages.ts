import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import * as api from '../../functions/pages/api.ts';
import { builtPages } from '../built-pages.ts';
import type { BundledFiles } from '../constructs/bundle.ts';
import type { ServiceScope } from '../constructs/service-scope.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const swaggerUi = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const documentAt = (path: string): object => parse(readFileSync(join(root, path), 'utf8')) as object;

/**
 * The OpenAPI document as the API serves it. The server's address in this document is relative. So a page such as
 * Swagger UI calls the API that serves the document.
 */
const openApi = (): string =>
  JSON.stringify({ ...documentAt('docs/api/openapi.yaml'), servers: [{ url: './' }] });

/** The documentation and the pages for people, by their paths in the bundle. */
const files: BundledFiles = () => ({
  app: { file: builtPages() },
  'documents/openapi.json': { text: openApi() },
  'documents/asyncapi.json': { text: JSON.stringify(documentAt('docs/api/asyncapi.yaml')) },
  'docs/index.html': { file: join(root, 'web/docs/index.html') },
  'docs/docs.css': { file: join(root, 'web/docs/docs.css') },
  'docs/event.css': { file: join(root, 'web/docs/event.css') },
  'docs/events.css': { file: join(root, 'web/docs/events.css') },
  'docs/api.js': { file: join(root, 'web/docs/api.js') },
  'docs/swagger-ui.css': { file: join(swaggerUi, 'swagger-ui.css') },
  'docs/swagger-ui-bundle.js': { file: join(swaggerUi, 'swagger-ui-bundle.js') },
});

/** The pages service: the documentation of the API and of the events, and the pages for people. It has no data. */
export const pages = (service: ServiceScope): void => {
  const { signIn, liveUrl } = service.platform;
  const routes = [
    api.getOpenApi,
    api.getAsyncApi,
    api.openDocs,
    api.getDocsFile,
    api.openApp,
    api.getAppFile,
  ];
  service.route(routes, 'serve-pages', {
    files,
    environment: { ...signIn, ...(liveUrl === undefined ? {} : { LIVE_URL: liveUrl }) },
  });
};
