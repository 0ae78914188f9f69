import * as z from 'zod/mini';
import { route, type Problems } from '../../shared/http/route.ts';

/** The error codes of this service, with the HTTP status and the meaning of each. */
export const problems = {
  'page.not-found': {
    status: 404,
    meaning:
      'No page has this address. The first page of the documentation is `docs/index.html`, the shop is `app/`.',
  },
} as const satisfies Problems;

/** Returns the description of the HTTP API (OpenAPI) as JSON, for tools that generate clients. */
export const getOpenApi = /* @__PURE__ */ route({
  method: 'GET',
  path: '/openapi.json',
  auth: 'public',
  summary: 'Get the OpenAPI document',
  answers: () => ({ 200: z.looseObject({ openapi: z.string() }) }),
});

/** Returns the description of the events (AsyncAPI) as JSON, for tools that generate types and validators. */
export const getAsyncApi = /* @__PURE__ */ route({
  method: 'GET',
  path: '/asyncapi.json',
  auth: 'public',
  summary: 'Get the AsyncAPI document',
  answers: () => ({ 200: z.looseObject({ asyncapi: z.string() }) }),
});

/** Redirects to the first page of the documentation. */
export const openDocs = /* @__PURE__ */ route({
  method: 'GET',
  path: '/docs',
  auth: 'public',
  summary: 'Open the documentation',
  answers: () => ({ 303: z.string() }),
});

/**
 * Returns a page, a script or a style sheet of the documentation. The path of a folder is redirected to the folder's
 * page.
 */
export const getDocsFile = /* @__PURE__ */ route({
  method: 'GET',
  path: '/docs/{file+}',
  auth: 'public',
  summary: 'Get a page of the documentation',
  params: z.strictObject({ file: z.string().check(z.maxLength(200)) }),
  problems: ['page.not-found'],
  answers: () => ({ 200: z.string(), 303: z.string() }),
});

/** Returns the HTML page with which the shop starts. */
export const openApp = /* @__PURE__ */ route({
  method: 'GET',
  path: '/app',
  auth: 'public',
  summary: 'Open the shop',
  query: z.looseObject({}),
  answers: () => ({ 200: z.string() }),
});

/**
 * Returns a file of the web pages, which are the shop, the kitchen's page and the operators' page. The file is a
 * script, a style sheet, a picture, or `settings.json`. `settings.json` names the issuers at which people sign in. A
 * path without a file ending, such as `orders/…`, is an address within one of these pages, so the response is the HTML
 * of that page.
 */
export const getAppFile = /* @__PURE__ */ route({
  method: 'GET',
  path: '/app/{file+}',
  auth: 'public',
  summary: 'Get a file of the web pages',
  params: z.strictObject({ file: z.string().check(z.maxLength(200)) }),
  query: z.looseObject({}),
  problems: ['page.not-found'],
  answers: () => ({ 200: z.string() }),
});
