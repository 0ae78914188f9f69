import { plantedIn } from './planted-in.ts';
import type { UnitMutant } from './unit-mutant.ts';

const pipeline = 'test/unit/shared/http/pipeline.test.ts';

/** Bugs in the steps that every request passes: their order, and what each adds to requests and answers. */
export const httpStepMutants: readonly UnitMutant[] = [
  ...plantedIn('shell', 'shared/http/http-handler.ts', pipeline, [
    [
      'contract-before-authentication',
      'A caller without a token learns what is wrong with the request.',
      '.use(authentication(route, options.authenticate))\n    .use(contract(route))',
      '.use(contract(route))\n    .use(authentication(route, options.authenticate))',
    ],
    [
      'header-names-are-case-sensitive',
      'A header counts only if its name is in lower case.',
      '.use(httpHeaderNormalizer())',
      '',
    ],
    ['no-request-log', 'No request is logged with its status.', '.use(requestLog())', ''],
  ]),
  ...plantedIn('shell', 'shared/http/request-log.ts', 'test/unit/shared/http/http-handler.test.ts', [
    [
      'any-correlation-id',
      'A correlation id of any form and length is taken over.',
      'given !== undefined && CORRELATION_ID.test(given)',
      'given !== undefined',
    ],
  ]),
  ...plantedIn('shell', 'shared/http/authentication.ts', 'test/unit/shared/http/route.test.ts', [
    [
      'secret-key-is-optional',
      'A route with a secret key lets anyone in when its handler does not check the key.',
      "if (secretKey === undefined) throw new Error('A route with a secret key needs the option authenticate');",
      '',
    ],
    [
      'secret-key-is-a-token',
      'A route with a secret key asks for a token of the issuer.',
      "if (auth !== 'secret-key') return bearerTokens();",
      'if (secretKey !== undefined) return bearerTokens();',
    ],
  ]),
  ...plantedIn('shell', 'shared/http/contract.ts', pipeline, [
    [
      'path-is-not-checked',
      'The parameters of the path are not checked against their schema.',
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
      'Answers may be kept by caches, with the data of a customer.',
      "        'cache-control': 'no-store',\n",
      '',
    ],
    [
      'answer-without-correlation-id',
      'Answers do not tell the correlation id.',
      "        'x-correlation-id': request.internal.correlationId,\n",
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
