import { readdirSync, readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { json, optionalText, readEnv } from '../../../shared/config/env.ts';
import { handlerByRoute, httpHandler } from '../../../shared/http/http-handler.ts';
import { cacheable, type HttpResponse } from '../../../shared/http/responses.ts';
import { eventsPage } from '../adapters/events-page.tsx';
import * as api from '../api.ts';
import { appFile, appPolicy, pageSettings, type AppFile, type Keep } from '../app.ts';
import { catalogueOf, type AsyncApiDocument } from '../domain/events.ts';
import { detourFrom, siteOf } from '../site.ts';

/**
 * How long browsers and caches may keep the files below `/docs/`, `openapi.json`, `asyncapi.json` and `settings.json`,
 * in seconds. The time is short, because a release changes files under the same names.
 */
const KEEP_SECONDS = 300;

/**
 * The Content Security Policy (level 3) of the documentation: only content from this API, and `data:` images. Swagger
 * UI sets styles in attributes, so these are allowed.
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

/**
 * The Content Security Policy of the events page. The page has no scripts and no styles in attributes. The page's icon
 * is an empty `data:` address.
 */
const EVENTS_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const EVENTS_PAGE = 'events/index.html';

/** The header `Cache-Control` of the files of the web pages (RFC 9111; `immutable`: RFC 8246). */
const cacheControl: Readonly<Record<Keep, string>> = {
  'check-each-time': 'public, no-cache',
  'an-hour': 'public, max-age=3600',
  'for-ever': 'public, max-age=31536000, immutable',
};

const SignIn = z.object({ issuer: z.string(), clientId: z.string(), origins: z.array(z.string()) });
const SignIns = z.object({ customers: z.optional(SignIn), staff: z.optional(SignIn) });

// The deployed bundle contains the files of the pages (infra/services/pages.ts).
const env = readEnv({
  FILES_URL: optionalText,
  SIGN_IN: json(SignIns),
  LIVE_URL: optionalText,
});
const files = env.FILES_URL ?? import.meta.url;
const readText = (path: string): string => readFileSync(new URL(path, files), 'utf8');
const filesIn = (folder: string): readonly string[] =>
  readdirSync(new URL(`${folder}/`, files), { recursive: true, encoding: 'utf8' });
const openApi = JSON.parse(readText('documents/openapi.json')) as object;
const asyncApi = JSON.parse(readText('documents/asyncapi.json')) as AsyncApiDocument;
const site = siteOf([EVENTS_PAGE, ...filesIn('docs')], (path) =>
  path === EVENTS_PAGE ? eventsPage(catalogueOf(asyncApi)) : readText(`docs/${path}`),
);
const fileOfApp = appFile(siteOf(filesIn('app'), (path) => readText(`app/${path}`)));
const policyOfApp = appPolicy(env.SIGN_IN, env.LIVE_URL);

const leadTo = (location: string) => ({
  status: 303,
  body: `See ${location}`,
  headers: { location, 'content-type': 'text/plain; charset=utf-8' },
});

const getOpenApi = httpHandler(api.getOpenApi, () => cacheable(openApi, KEEP_SECONDS));
const getAsyncApi = httpHandler(api.getAsyncApi, () => cacheable(asyncApi, KEEP_SECONDS));
const openDocs = httpHandler(api.openDocs, () => leadTo('docs/index.html'));
const getDocsFile = httpHandler(api.getDocsFile, ({ path }) => {
  const detour = detourFrom(path.file);
  if (detour !== undefined) return leadTo(detour);
  const { text: body, type } = site.file(path.file);
  const { headers, ...answer } = cacheable(body, KEEP_SECONDS);
  const policy = path.file === EVENTS_PAGE ? EVENTS_POLICY : POLICY;
  return { ...answer, headers: { ...headers, 'content-type': type, 'content-security-policy': policy } };
});

const shown = ({ text: body, type, keep }: AppFile): HttpResponse => ({
  status: 200,
  body,
  headers: {
    'cache-control': cacheControl[keep],
    'content-type': type,
    ...(type.startsWith('text/html') ? { 'content-security-policy': policyOfApp } : {}),
  },
});
const openApp = httpHandler(api.openApp, ({ apiPath }) => shown(fileOfApp('', apiPath())));
const getAppFile = httpHandler(api.getAppFile, ({ path: { file }, apiPath }) =>
  file === 'settings.json'
    ? cacheable(pageSettings(env.SIGN_IN, env.LIVE_URL), KEEP_SECONDS)
    : shown(fileOfApp(file, apiPath())),
);

/** Serves all pages, so that only one function is needed for them. */
export const handler = handlerByRoute(
  [api.getOpenApi, getOpenApi],
  [api.getAsyncApi, getAsyncApi],
  [api.openDocs, openDocs],
  [api.getDocsFile, getDocsFile],
  [api.openApp, openApp],
  [api.getAppFile, getAppFile],
);
