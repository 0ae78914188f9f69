import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { httpHandler } from '../../../../shared/http/http-handler.ts';
import { pageQuery } from '../../../../shared/http/page.ts';
import { ok } from '../../../../shared/http/responses.ts';
import { route } from '../../../../shared/http/route.ts';
import { serviceRoutes, simulatorRoutes } from '../../../support/declared-routes.ts';
import { apiEvent, lambdaContext } from '../../../support/lambda-events.ts';

type Values = Readonly<Record<string, readonly string[]>>;

/**
 * Sends a query as API Gateway passes it on: with all values of each parameter, and also with the last value of each
 * parameter.
 */
const ask = async (schema: z.core.$ZodType, query: Values) => {
  const things = route({
    method: 'GET',
    path: '/things',
    auth: 'public',
    summary: 'Shows things',
    query: schema,
    answers: () => ({ 200: z.unknown() }),
  });
  const last = Object.entries(query).map(([name, values]) => [name, values.at(-1)] as const);
  const event = apiEvent({
    method: 'GET',
    resource: '/things',
    query: Object.fromEntries(last) as Record<string, string>,
  });
  const all = Object.fromEntries(Object.entries(query).map(([name, values]) => [name, [...values]]));
  const handler = httpHandler(things, ({ query: read }) => ok(read as object));
  const { statusCode, body } = await handler(
    { ...event, multiValueQueryStringParameters: all },
    lambdaContext(),
  );
  return { status: statusCode, json: JSON.parse(body) as Readonly<Record<string, unknown>> };
};

describe('a query parameter', () => {
  const schema = z.strictObject(pageQuery);

  it.each([
    ['two values', ['5', '7']],
    ['one value twice', ['7', '7']],
  ])('with %s is refused, and the answer names it', async (_, limit) => {
    const { status, json } = await ask(schema, { cursor: ['c'], limit });
    expect([status, json['code']]).toEqual([400, 'request.invalid']);
    expect(json['detail']).toBe('The request is not valid: /query/limit: must be sent once');
    expect(json['errors']).toEqual([{ pointer: '/query/limit', detail: 'must be sent once' }]);
  });

  it('that is sent once is read', async () => {
    expect(await ask(schema, { limit: ['7'] })).toMatchObject({ status: 200, json: { limit: 7 } });
  });

  it('that is unknown is refused as unknown, however often it is sent', async () => {
    const { json } = await ask(schema, { page: ['1', '2'] });
    expect(json['errors']).toEqual([{ pointer: '/query/page', detail: 'is not a known field' }]);
  });

  it('may be repeated if the route ignores it', async () => {
    expect((await ask(z.looseObject({}), { utm: ['1', '2'] })).status).toBe(200);
  });
});

describe('every route that reads a query', () => {
  const routes = [...serviceRoutes, ...simulatorRoutes].filter(({ query }) => query !== undefined);

  it.each(routes.map(({ method, path, query }) => [`${method} ${path}`, query!] as const))(
    '%s refuses each parameter that is sent twice',
    async (_, query) => {
      const { properties } = z.toJSONSchema(query, { io: 'input', unrepresentable: 'any' });
      for (const name of Object.keys(properties ?? {})) {
        const { status, json } = await ask(query, { [name]: ['1', '1'] });
        expect([status, json['errors']]).toEqual([
          400,
          [{ pointer: `/query/${name}`, detail: 'must be sent once' }],
        ]);
      }
    },
  );
});
