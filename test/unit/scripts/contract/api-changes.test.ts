import { beforeAll, describe, expect, test } from '@jest/globals';
import { breakingChanges } from '../../../../scripts/contract/documents.ts';
import { openApiDocument, type OpenApi } from '../../../../scripts/contract/openapi.ts';
import { readApis } from '../../../../scripts/contract/routes.ts';
import { apiChanges } from '../../../../scripts/contract/api-changes.ts';

let published: OpenApi;
beforeAll(async () => {
  published = openApiDocument(await readApis('functions'), '1.0.0');
});

/** The real document with a change. */
// oxlint-disable-next-line typescript/no-explicit-any -- a test changes the document anywhere
const changesAfter = (change: (document: any) => void): string[] => {
  const current = structuredClone(published);
  change(current);
  return apiChanges(published, current);
};

describe('a change that breaks clients is named', () => {
  test('a removed route', () => {
    expect(changesAfter(({ paths }) => delete paths['/me'].delete)).toEqual([
      'DELETE /me: the route is gone',
    ]);
  });

  test('a removed response field, wherever the schema is used', () => {
    expect(changesAfter(({ components }) => delete components.schemas.Order.properties.payBy)).toEqual([
      'POST /orders: response 202 /payBy: the field is gone',
      'GET /orders: response 200 /items/*/payBy: the field is gone',
      'GET /orders/{orderId}: response 200 /payBy: the field is gone',
      'POST /orders/{orderId}/cancel: response 200 /payBy: the field is gone',
    ]);
  });

  test('a response field that may be absent', () => {
    const changes = changesAfter(({ components }) => components.schemas.Product.required.splice(0, 1));
    expect(changes).toContain(
      'GET /products/{productId}: response 200 the body: "productId" may be absent now',
    );
  });

  test('a narrowed enum, in requests and responses', () => {
    const changes = changesAfter(({ components, paths }) => {
      components.schemas.Order.properties.status.enum.pop();
      const status = paths['/orders'].get.parameters.find((one: { name: string }) => one.name === 'status');
      status.schema.enum.pop();
    });
    expect(changes).toContain('GET /orders: /status: its value "EXPIRED" is gone');
    expect(changes).toContain('GET /orders/{orderId}: response 200 /status: its value "EXPIRED" is gone');
  });

  test.each([
    [
      'a new required field',
      'required',
      ['items', 'note'],
      'POST /orders: request the body: "note" is required now',
    ],
  ])('%s', (_, key, value, line) => {
    expect(
      changesAfter(({ components }) => {
        components.schemas.PlaceOrderRequest[key] = value;
      }),
    ).toEqual([line]);
  });

  test('a narrowed limit, and a type', () => {
    const changes = changesAfter(({ components }) => {
      components.schemas.PlaceOrderRequest.properties.items.maxItems = 10;
      components.schemas.RefundRequest.properties.amount.type = 'string';
    });
    expect(changes).toEqual([
      'POST /orders: request /items: its maxItems was 20 and is 10',
      'POST /payments/{orderId}/refunds: request /amount: its type was "integer" and is "string"',
    ]);
  });

  test('a field that requests may no longer have', () => {
    const changes = changesAfter(
      ({ components }) => delete components.schemas.PlaceOrderRequest.properties.note,
    );
    expect(changes).toEqual(['POST /orders: request /note: the field is gone']);
  });

  test('a parameter, a success response, a name and a role', () => {
    const changes = changesAfter(({ paths }) => {
      paths['/products'].get.parameters.pop();
      delete paths['/products/{productId}'].put.responses['201'];
      paths['/health'].get.operationId = 'health';
      paths['/orders'].post.security = [{ token: ['staff'] }];
      paths['/orders'].post.parameters[0].required = true;
    });
    expect(changes.toSorted()).toEqual([
      'GET /health: its name was getHealth and is health; generated clients have it',
      'GET /products: the parameter query cursor is gone',
      'POST /orders: it needs the role staff, and not customer',
      'POST /orders: the parameter header Idempotency-Key is required now',
      'PUT /products/{productId}: the response 201 is gone',
    ]);
  });

  test('with what to do', () => {
    const current = structuredClone(published);
    delete current.paths['/me'];
    expect(breakingChanges(published, current).at(-1)).toMatch(/^Keep what is published, .*CONTRIBUTING.md/);
  });
});

describe('a change that breaks nobody passes', () => {
  test('a new route beside the old one, a new field, a new optional input, a wider limit, a new code', () => {
    const changes = changesAfter(({ paths, components }) => {
      paths['/v2/orders'] = structuredClone(paths['/orders']);
      components.schemas.Order.properties.colour = { type: 'string' };
      components.schemas.PlaceOrderRequest.properties.colour = { type: 'string' };
      components.schemas.PlaceOrderRequest.properties.items.maxItems = 40;
      paths['/orders'].get.parameters.push({ name: 'colour', in: 'query', schema: { type: 'string' } });
      paths['/orders'].get.responses['418'] = { description: 'A teapot' };
      components.schemas.Order.properties.status.enum.push('LOST');
    });
    expect(changes).toEqual([]);
  });
});
