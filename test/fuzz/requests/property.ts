import { isDeepStrictEqual } from 'node:util';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import * as fc from 'fast-check';
import { AppError } from '../../../shared/errors.ts';
import { bearerTokens } from '../../../shared/http/authentication.ts';
import { httpHandler } from '../../../shared/http/http-handler.ts';
import { ok } from '../../../shared/http/responses.ts';
import type { Route } from '../../../shared/http/route.ts';
import { lambdaContext } from '../../support/lambda-events.ts';
import { AMPLE_MS, Finding, type Counts } from '../findings.ts';
import { expectedOf, type Read } from './expected.ts';
import { requestsTo, type GeneratedRequest, type Sender } from './generated.ts';

/** For each sender, the valid value of the header `Authorization`. A stranger has no valid value. */
export type Credentials = Readonly<Record<Exclude<Sender, 'stranger'>, string | undefined>>;

/** The codes with which a request may be refused before its handler runs. */
const codes: Readonly<Record<number, readonly string[]>> = {
  400: ['request.invalid', 'request.malformed-json', 'request.invalid-text', 'request.no-idempotency-key'],
  401: ['auth.missing', 'auth.invalid-token', 'auth.wrong-key'],
  403: ['auth.role-missing'],
  413: ['request.too-large'],
  415: ['request.unsupported-media-type'],
};

const headersOf = (request: GeneratedRequest, credentials: Credentials): Record<string, string> =>
  Object.fromEntries(
    Object.entries({
      Authorization: request.sender === 'stranger' ? request.forged : credentials[request.sender],
      'Content-Type': request.contentType,
      'Idempotency-Key': request.idempotencyKey,
      'X-Correlation-Id': request.correlationId,
    }).filter((header): header is [string, string] => header[1] !== undefined),
  );

const eventOf = (request: GeneratedRequest, credentials: Credentials): APIGatewayProxyEvent => {
  const { route, path, query, body, isBase64 } = request;
  return {
    httpMethod: route.method === 'ANY' ? 'PATCH' : route.method,
    resource: route.path,
    path: route.path,
    pathParameters: path,
    queryStringParameters: query,
    headers: headersOf(request, credentials),
    body: isBase64 ? Buffer.from(body.text).toString('base64') : body.text,
    isBase64Encoded: isBase64,
    requestContext: { stage: 'v1', apiId: 'api' },
  } as unknown as APIGatewayProxyEvent;
};

/**
 * Checks a refusal.
 * @throws Finding if the property does not hold
 */
const checkRefusal = (what: string, { statusCode, body, headers }: APIGatewayProxyResult): void => {
  const { code, status } = JSON.parse(body) as { readonly code: string; readonly status: number };
  if (statusCode >= 500) throw new Finding('crashes', `the failure is not classified: ${what}: ${code}`);
  const isDeclared = codes[statusCode]?.includes(code) === true && status === statusCode;
  if (!isDeclared || headers?.['content-type'] !== 'application/problem+json') {
    throw new Finding('broken', `the answer is not declared: ${what}: ${statusCode} ${code}`);
  }
};

/** True if the route reads the text of the body. If the text is empty, the route reads `{}` instead. */
const readsBody = ({ route, body }: GeneratedRequest): boolean =>
  route.body !== undefined && body.text !== '';

const describe = ({ route: { method, path }, body, sender }: GeneratedRequest): string =>
  `${method} ${path} by ${sender}, body ${body.note}`;

/**
 * The property of all routes: a request reaches the handler of its route if and only if it matches the route's
 * declaration. The handler gets the values that the schemas produce. Any other request is refused with a declared code.
 */
export const requestProperty = (routes: readonly Route[], credentials: Credentials) => {
  let seen: Read[] = [];
  const authenticate = async (authorization: string | undefined) => {
    if (authorization === credentials.key) return { id: '', roles: [] };
    throw new AppError('unauthenticated', 'auth.wrong-key', 'This is not the key');
  };
  const tokens = bearerTokens();
  const handlers = new Map(
    routes.map((route) => {
      const note = async (request: Read) => {
        seen.push({ path: request.path, query: request.query, body: request.body });
        return ok({});
      };
      // The generated requests have no signatures. So even the routes for signed requests get tokens here.
      const own = route.signed === true ? tokens : authenticate;
      return [route, httpHandler(route, note, { authenticate: own })] as const;
    }),
  );
  const requests = fc.oneof(...routes.map(requestsTo));
  return (counts: Counts) =>
    fc.asyncProperty(requests, async (request) => {
      seen = [];
      const answer = await handlers.get(request.route)!(
        eventOf(request, credentials),
        lambdaContext(AMPLE_MS),
      );
      counts.cases += 1;
      const what = describe(request);
      const expected = expectedOf(request);
      const [got] = seen;
      if (answer.statusCode >= 400) checkRefusal(what, answer);
      if (answer.statusCode < 400 !== (got !== undefined))
        throw new Finding('effects', `refused, but handled: ${what}`);
      if (got !== undefined && expected === undefined)
        throw new Finding('effects', `it is not declared: ${what}`);
      if (got === undefined && expected !== undefined) throw new Finding('broken', `it is declared: ${what}`);
      if (got !== undefined && request.body.claim === 'invalid' && readsBody(request)) {
        throw new Finding('effects', `its body is not declared: ${what}`);
      }
      if (!isDeepStrictEqual(got, expected))
        throw new Finding('effects', `the handler gets something else: ${what}`);
      if ('polluted' in {}) throw new Finding('effects', `all objects have a new field: ${what}`);
      for (const [name, value] of Object.entries(answer.headers ?? {})) {
        if (!/^[\x20-\x7e]*$/.test(String(value)))
          throw new Finding('broken', `the header ${name} is odd: ${what}`);
      }
      counts[got === undefined ? 'invalid' : 'valid'] += 1;
    });
};
