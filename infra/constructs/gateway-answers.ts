import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { EXPOSED_HEADERS, securityHeaders } from '../../shared/http/route.ts';
import type { StageSettings } from '../stage-config.ts';

/** A response that API Gateway makes itself. */
interface GatewayAnswer {
  readonly status?: number;
  readonly title: string;
  readonly code: string;
  readonly retryAfter?: number;
}

/**
 * Gives the responses that API Gateway makes itself, for example when it rejects a request, the headers and problem
 * details (RFC 9457) of functions' responses. API Gateway cannot choose a header by the request's origin. So its CORS
 * header always names the first allowed origin. Pages of this origin can read these responses. To pages of other
 * origins, the request seems to have failed.
 */
export const addGatewayAnswers = (
  api: RestApi,
  { onAws, allowedOrigins: [origin] }: Pick<StageSettings, 'onAws' | 'allowedOrigins'>,
): void => {
  const common = {
    'Content-Type': 'application/problem+json',
    'cache-control': 'no-store',
    ...securityHeaders(onAws),
    ...(origin === undefined
      ? {}
      : {
          'access-control-allow-origin': origin,
          'access-control-expose-headers': EXPOSED_HEADERS,
          vary: 'Origin',
        }),
  };
  const add = (id: string, type: ResponseType, { status, title, code, retryAfter }: GatewayAnswer): void => {
    const headers = {
      ...common,
      ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
    };
    api.addGatewayResponse(id, {
      type,
      ...(status === undefined ? {} : { statusCode: String(status) }),
      // A static value is enclosed in single quotes (developer guide, "Parameter mapping for REST APIs").
      responseHeaders: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, `'${value}'`]),
      ),
      templates: {
        'application/json': JSON.stringify({
          type: `urn:orderly:problem:${code}`,
          title,
          ...(status === undefined ? {} : { status }),
          detail: title,
          code,
          correlationId: '$context.requestId',
        }),
      },
    });
  };
  add('RefusedResponse', ResponseType.DEFAULT_4XX, { title: 'Bad request', code: 'request.invalid' });
  add('FailedResponse', ResponseType.DEFAULT_5XX, { title: 'Internal error', code: 'internal' });
  // API Gateway uses this type of response if no route matches the request.
  add('NoRouteResponse', ResponseType.MISSING_AUTHENTICATION_TOKEN, {
    status: 404,
    title: 'Not found',
    code: 'route.not-found',
  });
  add('ThrottledResponse', ResponseType.THROTTLED, {
    status: 429,
    title: 'Too many requests',
    code: 'request.throttled',
    retryAfter: 2,
  });
  add('TooLargeResponse', ResponseType.REQUEST_TOO_LARGE, {
    status: 413,
    title: 'Content too large',
    code: 'request.too-large',
  });
};
