import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { hashOf } from '../../../shared/kernel/ids.ts';
import { checkAnswer, serviceRoutes } from '../../support/declared-routes.ts';
import { startFakeAws, type FakeAws } from '../../support/fake-aws.ts';
import { apiEvent, lambdaContext } from '../../support/lambda-events.ts';
import { ORDER_ID, PLACED_AT, pendingOrder } from '../../support/orders.ts';
import { itemWithOutbox, toWire } from '../../support/stored-items.ts';
import { createTokenIssuer, type TokenIssuer } from '../../support/token-issuer.ts';
import { keepWrittenLines, type WrittenLines } from '../../support/written-lines.ts';

type Route = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;
type Role = 'customer' | 'staff' | 'admin';

const customer = 'alice-who-is-exported';
let written: WrittenLines;
let aws: FakeAws;
let issuer: TokenIssuer;
let route: Route;

beforeAll(async () => {
  written = keepWrittenLines();
  aws = await startFakeAws();
  issuer = await createTokenIssuer();
  for (const service of ['orders', 'payments', 'fulfilment', 'notifications']) {
    process.env[`${service.toUpperCase()}_TABLE_NAME`] = service;
  }
  process.env['CURSOR_SECRET_ARN'] = 'cursor-secret';
  route = (await import('../../../functions/privacy/lambdas/export-customer.ts')).handler;
});
afterEach(() => {
  aws.reset();
  written.reset();
});
afterAll(async () => {
  written.stop();
  await aws.close();
});

const pk = `order#${ORDER_ID}`;

/** One order of the customer, after which DynamoDB reports a next page. */
const given = (): void => {
  const key = { pk: { S: pk }, customerId: { S: customer }, createdAt: { S: PLACED_AT } };
  const order = toWire(itemWithOutbox(pk, [], { state: pendingOrder({ customerId: customer }) }));
  aws.answer(({ operation, input }) => {
    if (operation === 'DynamoDB.Query') return { body: { Items: [key], LastEvaluatedKey: key } };
    if (operation === 'DynamoDB.BatchGetItem') {
      const [table = ''] = Object.keys(input['RequestItems'] as object);
      return { body: { Responses: { [table]: table === 'orders' ? [order] : [] } } };
    }
    return operation === 'secretsmanager.GetSecretValue' ? { body: { SecretString: 'secret' } } : undefined;
  });
};

const call = async (resource: string, subject: string, role: Role, query = {}) => {
  const event = apiEvent({
    method: 'GET',
    resource,
    query,
    path: { customerId: customer },
    headers: { authorization: await issuer.bearer(subject, role) },
  });
  const { statusCode: status, headers, body } = await route(event, lambdaContext());
  const json = JSON.parse(body) as { readonly nextCursor?: string; readonly orders: readonly object[] };
  checkAnswer(serviceRoutes, { method: 'GET', path: resource, status, body: json });
  return { status, headers, json };
};
const me = (subject: string, query = {}) => call('/me/export', subject, 'customer', query);
const other = (subject: string, role: Role, query = {}) =>
  call('/customers/{customerId}/export', subject, role, query);

describe('the route /me/export', () => {
  it('exports the caller, is kept by no cache, and logs only a hash', async () => {
    given();
    const { status, headers, json } = await me(customer);
    expect([status, json.orders]).toEqual([200, [expect.objectContaining({ orderId: ORDER_ID })]]);
    expect(headers).toMatchObject({ 'cache-control': 'no-store' });
    expect(written.logs()).toContainEqual(
      expect.objectContaining({
        message: 'The customer requested an export',
        customerHash: hashOf(customer),
      }),
    );
    expect(written.text()).not.toContain(customer);
  });

  it('reads strongly consistent, from the four tables with personal data', async () => {
    given();
    await me(customer);
    const read = aws.inputsOf('DynamoDB.BatchGetItem').map(({ RequestItems }) => RequestItems as object);
    expect(read.flatMap((one) => Object.keys(one)).toSorted()).toEqual([
      'fulfilment',
      'notifications',
      'orders',
      'payments',
    ]);
    for (const one of read) {
      expect(Object.values(one)).toEqual([expect.objectContaining({ ConsistentRead: true })]);
    }
  });

  it('continues at a cursor, which works for its caller only', async () => {
    given();
    const { json } = await me(customer, { limit: '1' });
    const query = { cursor: json.nextCursor };
    await me(customer, query);
    expect(aws.inputsOf('DynamoDB.Query').at(-1)).toMatchObject({
      ExclusiveStartKey: { pk: { S: pk }, createdAt: { S: PLACED_AT }, customerId: { S: customer } },
    });
    expect((await me('mallory', query)).status).toBe(400);
    expect((await other('root', 'admin', query)).status).toBe(400);
    expect((await me(customer, { limit: '26' })).status).toBe(400);
  });
});

describe('the route /customers/{customerId}/export', () => {
  it('exports the customer to an administrator, who is noted', async () => {
    given();
    const { status, json } = await other('root', 'admin');
    expect([status, json.orders.length]).toEqual([200, 1]);
    expect(written.logs()).toContainEqual(
      expect.objectContaining({
        message: 'An administrator requested an export',
        customerHash: hashOf(customer),
        adminId: 'root',
      }),
    );
    expect(written.text()).not.toContain(customer);
  });

  it.each([
    ['sam', 'staff'],
    [customer, 'customer'],
  ] as const)('is refused to %s with role %s, and reads nothing', async (subject, role) => {
    expect((await other(subject, role)).status).toBe(403);
    expect(aws.calls).toEqual([]);
  });
});
