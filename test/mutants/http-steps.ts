import { plantedIn } from './planted-in.ts';
import type { UnitMutant } from './unit-mutant.ts';

const pipeline = 'test/unit/shared/http/pipeline.test.ts';
const representations = 'test/unit/shared/http/representations.test.ts';
const otherMethods = 'test/unit/shared/http/other-methods.test.ts';

/** Bugs in the HTTP middleware: its order, and what each step adds to requests and responses. */
export const httpStepMutants: readonly UnitMutant[] = [
  ...plantedIn('shell', 'shared/http/http-handler.ts', pipeline, [
    [
      'contract-before-authentication',
      'A request is validated before its token, so a caller without a token learns what is wrong with the request.',
      '.use(authentication(route, options.authenticate))\n      .use(contract(route))',
      '.use(contract(route))\n      .use(authentication(route, options.authenticate))',
    ],
    [
      'header-names-are-case-sensitive',
      'A header is found only if its name is in lower case.',
      '.use(httpHeaderNormalizer())',
      '',
    ],
    [
      'time-out-is-answered',
      'A function that runs out of time responds with 503 instead of failing, so no alarm notices it.',
      '({ timeoutEarlyInMillis: 0 })',
      '()',
    ],
    ['no-request-log', 'Requests and their statuses are not logged.', '.use(requestLog())', ''],
  ]),
  ...plantedIn('shell', 'shared/http/http-handler.ts', 'test/unit/authorisation/matrix.test.ts', [
    [
      'no-authentication',
      'No route checks who calls it.',
      '      .use(authentication(route, options.authenticate))\n',
      "      .use({ before: ({ internal }) => void (internal.caller = { id: 'alice', roles: ['admin'] }) })\n",
    ],
  ]),
  ...plantedIn('shell', 'shared/http/http-handler.ts', 'test/unit/shells/http-failures.test.ts', [
    [
      'http-without-deadline',
      'A function whose calls hang is stopped at its timeout instead of responding with 503.',
      '  withDeadline(\n',
      '  (<Handler>(handler: Handler) => handler)(\n',
    ],
  ]),
  ...plantedIn('shell', 'shared/http/http-handler.ts', 'test/unit/shared/http/http-handler.test.ts', [
    [
      'any-correlation-id',
      'A correlation id from the caller is accepted in any form and length.',
      'given !== undefined && CORRELATION_ID.test(given)',
      'given !== undefined',
    ],
  ]),
  ...plantedIn('shell', 'shared/http/http-handler.ts', representations, [
    [
      'weak-tag-is-another',
      'A tag that a proxy has made weak never matches, so clients always get the whole response.',
      ".replace(/^W\\//, '')",
      '',
    ],
    [
      'every-tag-is-known',
      'A client that names an old tag gets a 304, and never sees the change.',
      'names(knownTags, etag)',
      "knownTags !== ''",
    ],
    [
      'put-is-not-modified',
      'A change with If-None-Match is made, and the response says that nothing was modified.',
      "knownTags = isRead ? lines.join(',') : undefined",
      "knownTags = lines.join(',')",
    ],
    ['head-has-a-body', 'The response to HEAD has a body.', "    result.body = '';\n", ''],
    [
      'head-without-length',
      'For HEAD, API Gateway sends the length 0 and not that of GET.',
      ", 'content-length': String(Buffer.byteLength(result.body))",
      '',
    ],
  ]),
  ...plantedIn('shell', 'shared/http/http-handler.ts', otherMethods, [
    [
      'any-origin-may-read',
      'A page of any origin may read the responses to its user.',
      '|| !origins.includes(origin)',
      '',
    ],
    [
      'cached-for-another-origin',
      'A cache may give the response for one origin to a page of another.',
      "    headers['vary'] = 'Origin';\n",
      '',
    ],
  ]),
  ...plantedIn('shell', 'shared/http/other-methods.ts', otherMethods, [
    [
      'any-origin-may-send',
      'A page of any origin learns by a preflight that it may send requests.',
      '&& origins.includes(origin)',
      '',
    ],
    ['method-not-allowed-without-allow', 'A 405 does not say which methods there are.', ', { allow }', ''],
  ]),
  ...plantedIn('shell', 'shared/http/route.ts', otherMethods, [
    [
      'https-for-all-of-localhost',
      'Browsers demand https of every server on the developer’s machine.',
      '...(onAws ?',
      '...(onAws || true ?',
    ],
  ]),
  ...plantedIn('shell', 'shared/http/authentication.ts', 'test/unit/shared/http/route.test.ts', [
    [
      'secret-key-is-optional',
      'A route with a secret key lets anyone in if nothing checks the key.',
      "if (own === undefined) throw new Error('This route needs the option authenticate');",
      '',
    ],
    [
      'secret-key-is-a-token',
      'A route with a secret key requires a bearer token of the issuer instead.',
      "if (auth !== 'secret-key' && !signed) return bearerTokens();",
      'if (own !== undefined) return bearerTokens();',
    ],
  ]),
  ...plantedIn('shell', 'shared/http/contract.ts', pipeline, [
    [
      'path-is-not-checked',
      'Path parameters are not checked against their schema.',
      "params && validate('path', params, event.pathParameters ?? {})",
      'params && event.pathParameters',
    ],
    [
      'raw-body-stays-encoded',
      'A body that API Gateway encodes in base64 is read as text.',
      "event.isBase64Encoded ? 'base64' : 'utf8'",
      "'utf8'",
    ],
  ]),
  ...plantedIn('shell', 'shared/http/responses.ts', pipeline, [
    [
      'answers-are-cached',
      'Caches may store responses, which contain customer data.',
      "        'cache-control': 'no-store',\n",
      '',
    ],
    [
      'answer-without-correlation-id',
      'Responses do not contain the correlation id.',
      "        ...(isPublic ? {} : { 'x-correlation-id': request.internal.correlationId }),\n",
      '',
    ],
    [
      'text-is-json',
      'An HTML page is sent as a JSON string.',
      'isText ? String(body) : JSON.stringify(body)',
      'JSON.stringify(body)',
    ],
  ]),
];
