import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { writeStackFile } from '../../../../scripts/deployment/stack-file.ts';
import { route, type Route } from '../../../../shared/http/route.ts';
import { checkAnswer, serviceRoutes, simulatorRoutes } from '../../../support/declared-routes.ts';
import { request } from '../../../support/http.ts';

const Desk = z.strictObject({ id: z.string(), legs: z.array(z.strictObject({ height: z.int() })) });
const declare = (method: Route['method'], path: string, answers: ReturnType<Route['answers']>): Route =>
  route({ method, path, auth: 'public', summary: 'Test', answers: () => answers });

const routes: readonly Route[] = [
  declare('ANY', '/{proxy+}', {}),
  declare('GET', '/desks/{id}', { 200: Desk }),
  declare('POST', '/desks', { 201: Desk, 202: Desk }),
  declare('GET', '/desks/{id}/{part}', { 200: z.literal('any part of any desk') }),
  declare('GET', '/desks/{id}/legs', { 200: z.literal('the legs of any desk') }),
  declare('GET', '/desks/newest/{part}', { 200: z.literal('any part of the newest desk') }),
  declare('GET', '/desks/newest', { 200: z.literal('the newest desk') }),
  declare('POST', '/desks/{id}/sale', { 200: z.union([z.string(), Desk]) }),
];
const desk = { id: 'd1', legs: [{ height: 70 }] };
const check = (method: string, path: string, status: number, body: unknown) => () =>
  checkAnswer(routes, { method, path, status, body });

describe('the check of an answer', () => {
  it.each([
    ['on a path with a parameter', 'GET', '/desks/d1', 200, desk],
    ['on the template of that path', 'GET', '/desks/{id}', 200, desk],
    ['with the first declared status', 'POST', '/desks', 201, desk],
    ['with the second declared status', 'POST', '/desks', 202, desk],
    ['with a part of a union', 'POST', '/desks/d1/sale', 200, '<html>'],
    ['with the other part of a union', 'POST', '/desks/d1/sale', 200, desk],
  ] as const)('passes a fitting answer %s', (_, method, path, status, body) => {
    expect(check(method, path, status, body)).not.toThrow();
  });

  it.each([
    ['/desks/newest', 'the newest desk'],
    ['/desks/d1/legs', 'the legs of any desk'],
    ['/desks/d1/top', 'any part of any desk'],
    ['/desks/newest/legs', 'any part of the newest desk'],
  ])('uses the route with the earliest literal segment for %s', (path, body) => {
    expect(check('GET', path, 200, body)).not.toThrow();
    expect(check('GET', path, 200, 'another')).toThrow(body);
  });

  it.each([
    ['misses a field', { legs: [] }, '/id: Invalid input: expected string, received undefined'],
    ['has an unknown field', { ...desk, price: 1 }, '/price: is not declared'],
    [
      'has an unknown field inside',
      { id: 'd1', legs: [{ height: 1, age: 1 }] },
      '/legs/0/age: is not declared',
    ],
    [
      'has a value of another type',
      { id: 1, legs: [] },
      '/id: Invalid input: expected string, received number',
    ],
  ])('refuses a body that %s, and names the field', (_, body, finding) => {
    const rule = 'its body does not fit GET /desks/{id}';
    expect(check('GET', '/desks/d1', 200, body)).toThrow(
      new Error(`GET /desks/d1 answered 200, but ${rule}: ${finding}`),
    );
  });

  it('names the field of a union', () => {
    expect(check('POST', '/desks/d1/sale', 200, { ...desk, price: 1 })).toThrow('/price: is not declared');
  });

  it.each([
    ['a known path with another method', '/desks/d1', 405, 'route.method-not-allowed'],
    ['an unknown path', '/chairs', 404, 'route.not-found'],
  ])('accepts for %s nothing but its problem', (_, path, status, code) => {
    expect(check('DELETE', path, status, { code })).not.toThrow();
    expect(check('DELETE', path, status, { code: 'desk.gone' })).toThrow('which its route does not declare');
    const other =
      status === 404 ? ([405, 'route.method-not-allowed'] as const) : ([404, 'route.not-found'] as const);
    expect(check('DELETE', path, other[0], { code: other[1] })).toThrow('which its route does not declare');
  });

  it('refuses an undeclared status', () => {
    expect(check('POST', '/desks', 200, desk)).toThrow(
      new Error('POST /desks answered 200, but POST /desks declares 201, 202'),
    );
  });

  it.each([
    ['another path', 'GET', '/chairs'],
    ['a longer path', 'POST', '/desks/d1/sale/1'],
    ['an empty parameter', 'GET', '/desks/'],
    ['another method', 'PUT', '/desks/d1'],
  ])('refuses an undeclared route: %s', (_, method, path) => {
    expect(check(method, path, 200, desk)).toThrow(
      new Error(`${method} ${path} answered 200, but no api.ts declares this route`),
    );
  });

  it.each([400, 404, 500, 503])('does not check problem details: %i', (status) => {
    expect(check('GET', '/chairs', status, { any: 'body' })).not.toThrow();
  });
});

/** The object types of a JSON Schema that allow unknown fields. */
const openObjects = (schema: unknown): readonly unknown[] => {
  if (typeof schema !== 'object' || schema === null) return [];
  const isOpen = 'properties' in schema && !('additionalProperties' in schema);
  return [...(isOpen ? [schema] : []), ...Object.values(schema).flatMap(openObjects)];
};

describe('the declared answers', () => {
  const declared = [...serviceRoutes, ...simulatorRoutes].filter(({ method }) => method !== 'ANY');

  it('exist for every route, and are successes', () => {
    expect(declared.length).toBeGreaterThan(30);
    for (const { path, answers } of declared) {
      const statuses = Object.keys(answers());
      const success = expect.stringMatching(/^(20[012]|303)$/);
      expect([path, statuses]).toEqual([path, expect.arrayContaining([success])]);
      expect([path, statuses]).toEqual([path, statuses.map(() => success)]);
    }
  });

  it('allow no unknown field at any depth', () => {
    for (const { method, path, answers } of declared) {
      for (const schema of Object.values(answers())) {
        const open = openObjects(z.toJSONSchema(schema, { io: 'input' }));
        expect([method, path, open]).toEqual([method, path, []]);
      }
    }
  });
});

describe('the requests of the integration tests', () => {
  const folder = mkdtempSync(join(tmpdir(), 'orderly-'));
  const before = process.env['ORDERLY_TEST_STACK'];
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json').end('{"status":"ok","stage":"test"}');
  });
  let origin: string;

  beforeAll(async () => {
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const file = join(folder, 'stack.json');
    const urls = { apiUrl: `${origin}/api`, simulatorsUrl: `${origin}/simulators` };
    writeStackFile({ ...urls, region: 'eu-west-1', tables: {}, queues: {} }, file);
    process.env['ORDERLY_TEST_STACK'] = file;
  });
  afterAll(async () => {
    if (before === undefined) delete process.env['ORDERLY_TEST_STACK'];
    else process.env['ORDERLY_TEST_STACK'] = before;
    rmSync(folder, { recursive: true });
    await new Promise((resolve) => {
      server.closeAllConnections();
      server.close(resolve);
    });
  });

  it.each([
    ['/api/health', 'GET /health: /version: Invalid input: expected string, received undefined'],
    ['/api/health?t=1', 'GET /health: /version: Invalid input: expected string, received undefined'],
    ['/api/identity/jwks.json', 'no api.ts declares this route'],
    ['/simulators/identity/jwks.json', 'GET /identity/jwks.json: /keys: Invalid input'],
    ['/simulators/health', 'no api.ts declares this route'],
  ])('check the answer of %s', async (path, finding) => {
    await expect(request('GET', `${origin}${path}`)).rejects.toThrow(finding);
  });

  it('do not check the answers of other addresses', async () => {
    expect(await request('GET', `${origin}/elsewhere`)).toMatchObject({
      status: 200,
      body: { status: 'ok' },
    });
  });
});
