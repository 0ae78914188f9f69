import { beforeAll, describe, expect, it } from '@jest/globals';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { lambdaContext } from '../../../support/lambda-events.ts';

type Handler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

let handler: Handler;
beforeAll(async () => {
  Object.assign(process.env, {
    STAGE: 'sandbox',
    VERSION: '1.2.3',
    METHODS: '{"/health":"GET, HEAD, OPTIONS"}',
  });
  handler = (await import('../../../../functions/ops/lambdas/edge.ts')).handler;
});

const get = async (
  resource: string,
  headers = {},
  queryStringParameters: Readonly<Record<string, string>> | null = null,
): Promise<APIGatewayProxyResult> => {
  const event = {
    httpMethod: 'GET',
    resource,
    headers,
    queryStringParameters,
    // Repeats each parameter, because a route that ignores parameters must ignore repeated parameters, too.
    multiValueQueryStringParameters:
      queryStringParameters &&
      Object.fromEntries(Object.entries(queryStringParameters).map(([name, value]) => [name, ['1', value]])),
    body: null,
    requestContext: {},
  };
  return handler(event as unknown as APIGatewayProxyEvent, lambdaContext());
};

describe('GET /health', () => {
  it('tells anybody which version of which stage answers', async () => {
    const { statusCode, body } = await get('/health');

    expect(statusCode).toBe(200);
    expect(JSON.parse(body)).toEqual({ status: 'ok', stage: 'sandbox', version: '1.2.3' });
  });
});

describe('GET /health with any query', () => {
  it('answers, because monitors add parameters to bypass caches', async () => {
    expect((await get('/health', {}, { nocache: '2' })).statusCode).toBe(200);
  });
});

describe('an unknown route', () => {
  it('is 404 in the form of every other problem, with the correlation id of the caller', async () => {
    const { statusCode, headers, body } = await get('/', { 'x-correlation-id': 'lost-1' });

    expect(statusCode).toBe(404);
    expect(headers?.['content-type']).toBe('application/problem+json');
    expect(JSON.parse(body)).toMatchObject({ code: 'route.not-found', status: 404, correlationId: 'lost-1' });
  });

  it('is 404 with a query, too: that the route is not there comes first', async () => {
    expect((await get('/', {}, { page: '2' })).statusCode).toBe(404);
  });
});
