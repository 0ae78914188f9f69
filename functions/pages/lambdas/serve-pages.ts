import { readdirSync, readFileSync } from 'node:fs';
import { optionalText, readEnv } from '../../../shared/config/env.ts';
import { handlerByPath, httpHandler } from '../../../shared/http/http-handler.ts';
import { cacheable } from '../../../shared/http/responses.ts';
import * as api from '../api.ts';
import { siteOf } from '../site.ts';

/** How long browsers and caches may keep a file, in seconds. A release changes files under the same names. */
const KEEP_SECONDS = 300;

/**
 * What the pages may load and do (Content Security Policy, level 3): only what this API serves. Swagger UI sets styles
 * in attributes.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

// The bundle has the files beside its module (infra/services/pages.ts).
const env = readEnv({ FILES_URL: optionalText });
const files = env.FILES_URL ?? import.meta.url;
const readText = (path: string): string => readFileSync(new URL(path, files), 'utf8');
const site = siteOf(readdirSync(new URL('docs/', files)), (path) => readText(`docs/${path}`));
const openApi = JSON.parse(readText('documents/openapi.json')) as object;

const getOpenApi = httpHandler(api.getOpenApi, () => cacheable(openApi, KEEP_SECONDS));
const openDocs = httpHandler(api.openDocs, () => ({
  status: 303,
  body: 'See docs/index.html',
  headers: { location: 'docs/index.html', 'content-type': 'text/plain; charset=utf-8' },
}));
const getDocsFile = httpHandler(api.getDocsFile, ({ path }) => {
  // From `/docs/`, with a slash at the end, the redirection leads to `/docs/docs/index.html`.
  const { text, type } = site.file(path.file.replace(/^docs\//, ''));
  const { headers, ...answer } = cacheable(text, KEEP_SECONDS);
  return { ...answer, headers: { ...headers, 'content-type': type, 'content-security-policy': POLICY } };
});

/** Serves all pages, so that only one function is needed for them. */
export const handler = handlerByPath({
  [api.getOpenApi.path]: getOpenApi,
  [api.openDocs.path]: openDocs,
  [api.getDocsFile.path]: getDocsFile,
});
