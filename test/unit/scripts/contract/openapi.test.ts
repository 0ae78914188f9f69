import { beforeAll, describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { catalogue } from '../../../../scripts/catalogue.ts';
import { examples } from '../../../../scripts/contract/examples/index.ts';
import { openApiDocument, type OpenApi } from '../../../../scripts/contract/openapi.ts';
import { problemsOf } from '../../../../scripts/contract/problems-of.ts';
import { readApis, type ServiceApi } from '../../../../scripts/contract/routes.ts';
import { route, type Route } from '../../../../shared/http/route.ts';

let apis: ServiceApi[];
let document: OpenApi;
beforeAll(async () => {
  apis = (await readApis('functions')).filter(({ service }) => service !== 'pages');
  document = openApiDocument(apis, '1.2.3');
});

/** A JSON document as a test reads it. */
// oxlint-disable-next-line typescript/no-explicit-any -- the shape is what the tests check
const plain = (value: unknown): any => JSON.parse(JSON.stringify(value));
const operation = (method: string, path: string) => plain(document.paths[path]?.[method]);

const declaredRoutes = (): [string, Route, ServiceApi][] =>
  apis.flatMap((api) =>
    Object.entries(api.routes)
      .filter(([, { method }]) => method !== 'ANY')
      .map(([name, declared]): [string, Route, ServiceApi] => [name, declared, api]),
  );

describe('the OpenAPI document', () => {
  test('has each route, by its name, with its role and the comment above it', () => {
    for (const [name, { method, path, auth, signed, summary }] of declaredRoutes()) {
      const bySignature = signed === true ? [{ signature: [] }] : [];
      const security = auth === 'public' ? [] : [{ token: [auth] }, ...bySignature];
      expect(operation(method.toLowerCase(), path)).toMatchObject({ operationId: name, summary, security });
    }
    expect(operation('post', '/orders').description).toMatch(/same idempotency key/);
  });

  test('says in words who may call a route, because pages do not show the roles of bearer tokens', () => {
    const words = {
      public: 'no token',
      customer: 'Everyone with a token',
      staff: '`staff` or `admin`',
      admin: 'the role `admin`',
    };
    for (const [name, { method, path, auth, signed }] of declaredRoutes()) {
      const { description } = operation(method.toLowerCase(), path);
      expect([name, description]).toEqual([name, expect.stringContaining(words[auth as keyof typeof words])]);
      expect([name, description.includes('sign the request')]).toEqual([name, signed === true]);
    }
  });

  test('says what numbers the query takes, although they are sent as text', () => {
    const limit = operation('get', '/orders').parameters.find(
      (one: { name: string }) => one.name === 'limit',
    );
    expect(limit.schema).toEqual({ type: 'integer', minimum: 1, maximum: 100, default: 20 });
  });

  test('lets responses have more fields, and requests only those that are known', () => {
    const { Order, PlaceOrderRequest } = plain(document.components).schemas;
    expect(JSON.stringify(Order)).not.toContain('additionalProperties');
    expect(PlaceOrderRequest.additionalProperties).toBe(false);
  });

  test('names schemas, and describes their fields', () => {
    const { Order, RefundRequest } = plain(document.components).schemas;
    expect(operation('get', '/orders/{orderId}').responses[200].content['application/json'].schema).toEqual({
      $ref: '#/components/schemas/Order',
    });
    expect(Order.properties.payBy.description).toMatch(/expires if it is not paid/);
    expect(RefundRequest.required).toEqual(['reason']);
    expect(RefundRequest.properties.amount.description).toMatch(/minor units/);
  });

  test('lists the codes of each problem under its status', () => {
    const { responses } = operation('post', '/orders/{orderId}/cancel');
    const codes = (status: number) =>
      responses[status].content['application/problem+json'].schema.allOf[1].properties.code.enum;
    expect(codes(404)).toEqual(['order.not-found']);
    expect(codes(409)).toEqual(['order.not-cancellable']);
    expect(responses[409].description).toContain('`order.not-cancellable`: The order has ended');
    expect(responses[503].headers['Retry-After']).toBeDefined();
  });

  test('shows each problem with its own code, status and meaning', () => {
    const { examples: bodies } = plain(document.components);
    for (const [name, { method, path }] of declaredRoutes()) {
      const responses = Object.entries<{ content: Record<string, { examples?: object; schema: never }> }>(
        operation(method.toLowerCase(), path).responses,
      );
      for (const [status, { content }] of responses) {
        const problem = content['application/problem+json'];
        if (problem === undefined) continue;
        const { enum: codes } = (
          plain(problem.schema) as { allOf: { properties: { code: { enum: string[] } } }[] }
        ).allOf[1]!.properties.code;
        expect([name, Object.keys(problem.examples ?? {}).toSorted()]).toEqual([name, codes.toSorted()]);
        for (const code of codes) expect(bodies[code].value).toMatchObject({ code, status: Number(status) });
      }
    }
    expect(
      operation('get', '/orders/{orderId}').responses[404].content['application/problem+json'].examples,
    ).toEqual({
      'order.not-found': { $ref: '#/components/examples/order.not-found' },
    });
    expect(
      Object.keys(
        operation('post', '/orders').responses[422].content['application/problem+json'].examples,
      )[0],
    ).toMatch(/^order[.]/);
  });

  test('has the operations of a tag in the order in which they are used, and the tags, too', () => {
    const names = Object.values<Record<string, { operationId: string }>>(plain(document.paths)).flatMap(
      (path) => Object.values(path).map(({ operationId }) => operationId),
    );
    expect(names.slice(0, 7)).toEqual([
      'placeOrder',
      'listOrders',
      'getOrder',
      'cancelOrder',
      'eraseMe',
      'eraseCustomer',
      'getPayment',
    ]);
  });

  test('leads from the name of an operation to the operation', () => {
    const { description } = plain(document.info);
    expect(description).toContain('[`putProduct`](#/inventory/putProduct)');
    expect(description).toContain('`nextCursor`');
    expect(description).not.toContain('[`nextCursor`]');
  });

  test('says where a token comes from, and that each new request needs a new key', () => {
    expect(plain(document.components).securitySchemes.token.description).toContain(
      'npm run -s token -- --sub alice',
    );
    const [, key] = operation('post', '/payments/{orderId}/refunds').parameters;
    expect(key.description).toContain('a new key for each new request');
  });

  test('gives a role problem only to routes that need more than a token', () => {
    expect(Object.keys(operation('get', '/orders').responses)).not.toContain('403');
    expect(Object.keys(operation('get', '/fulfilment/tickets').responses)).toContain('403');
    expect(Object.keys(operation('get', '/products').responses)).not.toContain('401');
  });
});

describe('the examples', () => {
  test('show each route, and only those', () => {
    expect(Object.keys(examples).toSorted()).toEqual(
      declaredRoutes()
        .map(([name]) => name)
        .toSorted(),
    );
  });

  test('are requests that the routes accept, and responses that they declare', () => {
    for (const [name, { params, query, body, answers }] of declaredRoutes()) {
      const example = examples[name];
      const failures = [
        params && z.safeParse(params, example?.path).error,
        // Query parameters are text.
        query &&
          z.safeParse(
            query,
            Object.fromEntries(
              Object.entries(example?.query ?? {}).map(([key, value]) => [key, String(value)]),
            ),
          ).error,
        body && z.safeParse(body, example?.body ?? {}).error,
        ...Object.entries(answers()).map(([status, schema]) => {
          expect([name, Object.keys(example?.answers ?? {})]).toEqual([
            name,
            expect.arrayContaining([status]),
          ]);
          return z.safeParse(schema, example?.answers[status]).error;
        }),
      ].filter((error) => error !== undefined);
      expect([name, failures]).toEqual([name, []]);
    }
  });
});

describe('an example that a reader tries on the demo shop', () => {
  test('changes none of its products, and forgets none of its customers', () => {
    const sold = new Set(catalogue.map(({ productId }) => productId));
    for (const [name, { method, path }] of declaredRoutes()) {
      const productId = examples[name]?.path?.['productId'] ?? '';
      if (method !== 'GET') expect([name, sold.has(productId)]).toEqual([name, false]);
      // The other examples are about alice, a customer of the demo shop. So the example that erases a customer must
      // name another customer.
      if (method === 'DELETE' && path.startsWith('/customers')) {
        expect(examples[name]?.path?.['customerId']).not.toBe('alice');
      }
    }
    expect(sold).toContain(examples['getProduct']?.path?.['productId']);
  });
});

describe('a route that names a problem without a meaning', () => {
  test('is an error that says where to add it', () => {
    const planted = route({
      method: 'GET',
      path: '/chairs',
      auth: 'public',
      summary: 'Test',
      problems: ['chair.sold'],
      answers: () => ({}),
    });
    expect(() => problemsOf(planted, {})).toThrow(
      'GET /chairs has the problem chair.sold, which "problems" in its api.ts lacks.',
    );
  });
});

describe('the tags', () => {
  test('describe each service, and no other', () => {
    const used = new Set(declaredRoutes().map(([, , { service }]) => service));
    expect(
      plain(document.tags)
        .map(({ name }: { name: string }) => name)
        .toSorted(),
    ).toEqual([...used].toSorted());
  });
});
