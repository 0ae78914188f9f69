import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { AwsAnswer } from '../../support/fake-aws.ts';
import { apiEvent, lambdaContext } from '../../support/lambda-events.ts';
import { ORDER_ID, pendingOrder, price } from '../../support/orders.ts';
import { itemWithOutbox, toWire } from '../../support/stored-items.ts';
import { createTokenIssuer, type TokenIssuer } from '../../support/token-issuer.ts';
import { passTime, stopTime, until } from '../../support/stopped-time.ts';
import { shellWorld } from '../../support/shell-world.ts';

type Route = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

const shell = shellWorld();
let issuer: TokenIssuer;
let getOrder: Route;
let placeOrder: Route;
let setContact: Route;
let token: string;

beforeAll(async () => {
  issuer = await createTokenIssuer();
  Object.assign(process.env, {
    TABLE_NAME: 'table',
    PARTNERS_TABLE_NAME: 'partners',
    API_URL: 'https://api.test/v1',
    STOCK_BY_SECONDS: '600',
    KEEP_DAYS: '3650',
    TEXT_NUMBERS: '{}',
    UNPAID_WITHIN_SECONDS: '3600',
    MAX_UNPAID_ORDERS: '1',
  });
  getOrder = (await import('../../../functions/orders/lambdas/get-order.ts')).handler;
  placeOrder = (await import('../../../functions/orders/lambdas/place-order.ts')).handler;
  setContact = (await import('../../../functions/notifications/lambdas/set-contact.ts')).handler;
  token = await issuer.bearer('alice');
});
afterEach(() => {
  jest.useRealTimers();
});

const answerOf = async (
  route: Route,
  request: Partial<Parameters<typeof apiEvent>[0]>,
  remainingMs?: number,
) => {
  const headers = { authorization: token, 'x-correlation-id': 'my-id', ...request.headers };
  const event = apiEvent({ method: 'POST', resource: '/route', ...request, headers });
  const { statusCode, headers: answered, body } = await route(event, lambdaContext(remainingMs));
  const json = JSON.parse(body) as Readonly<Record<string, unknown>>;
  return { status: statusCode, headers: answered as Readonly<Record<string, string>>, body, json };
};
const askForOrder = (headers: Readonly<Record<string, string>> = {}, remainingMs?: number) =>
  answerOf(getOrder, { method: 'GET', path: { orderId: ORDER_ID }, headers }, remainingMs);
const failure = (status: number, __type: string, message = 'inside'): AwsAnswer => ({
  status,
  body: { __type, message },
});

describe('a table', () => {
  it.each([
    ['throttled', failure(400, 'ThrottlingException')],
    ['out of capacity', failure(400, 'ProvisionedThroughputExceededException')],
    ['down', failure(500, 'InternalServerError')],
  ])('that is %s gives a 503 with Retry-After', async (_, answer) => {
    shell.aws.answer(() => answer);
    const { status, headers, json, body } = await askForOrder();
    expect([status, json['code'], headers['retry-after']]).toEqual([503, 'service.unavailable', '2']);
    expect(body).not.toContain('inside');
    expect(shell.lines.logs()).toEqual([
      expect.objectContaining({
        level: 'WARN',
        code: 'service.unavailable',
        correlationId: 'my-id',
        error: expect.objectContaining({ cause: expect.objectContaining({ message: 'inside' }) }),
      }),
      expect.objectContaining({ message: 'Request answered', status: 503 }),
    ]);
  });

  it('that never answers gives a 503 before the function runs out of time', async () => {
    shell.aws.answer(() => ({ silent: true }));
    stopTime();
    const answer = askForOrder({}, 8_000);
    await until(() => shell.aws.calls.length > 0);
    await passTime(6_000);
    const { status, json, headers } = await answer;
    expect([status, json['code'], headers['retry-after']]).toEqual([503, 'service.unavailable', '2']);
    expect(shell.lines.logs()).toContainEqual(
      expect.objectContaining({
        level: 'WARN',
        error: expect.objectContaining({
          cause: expect.objectContaining({
            message: 'An outbound call had no answer after 6000 ms and was given up',
          }),
        }),
      }),
    );
  });

  it('that is unexpected gives a 500 without details, and is logged under the same correlation id', async () => {
    shell.aws.answer(() => failure(400, 'AccessDeniedException', 'arn:aws:iam::1:role/orders may not'));
    const { status, headers, json, body } = await askForOrder();
    expect([status, json['code'], json['correlationId']]).toEqual([500, 'internal', 'my-id']);
    expect(headers['x-correlation-id']).toBe('my-id');
    expect(headers).not.toHaveProperty('retry-after');
    expect(body).not.toMatch(/arn:|AccessDenied/);
    expect(shell.lines.logs()).toEqual([
      expect.objectContaining({
        level: 'ERROR',
        message: 'Request failed unexpectedly',
        correlationId: 'my-id',
        route: '/route',
        error: expect.objectContaining({ message: 'arn:aws:iam::1:role/orders may not' }),
      }),
      expect.objectContaining({ status: 500 }),
    ]);
  });
});

describe('a customer with too many unpaid orders', () => {
  it('gets a Retry-After that says how long to wait', async () => {
    const now = new Date().toISOString();
    const order = pendingOrder({ createdAt: now, stockBy: new Date(Date.now() + 600_000).toISOString() });
    const pk = `order#${ORDER_ID}`;
    const items = [
      toWire(itemWithOutbox(pk, [], { state: order })),
      toWire({ pk: 'price#espresso', ...price() }),
    ];
    shell.aws.answer(({ operation, input }) => {
      if (operation === 'DynamoDB.Query') return { body: { Items: [{ pk: { S: pk } }] } };
      if (operation !== 'DynamoDB.BatchGetItem') return undefined;
      const wanted = JSON.stringify(input);
      const found = items.filter((item) => wanted.includes(JSON.stringify(item['pk'])));
      return { body: { Responses: { table: found } } };
    });
    const body = { items: [{ productId: 'espresso', quantity: 1 }] };
    const { status, json, headers } = await answerOf(placeOrder, { body });
    expect([status, json['code']]).toEqual([429, 'order.too-many-unpaid']);
    expect(Number(headers['retry-after'])).toBeGreaterThan(60);
    expect(shell.aws.inputsOf('DynamoDB.PutItem')).toEqual([]);
  });
});

describe('the log of a request', () => {
  const contact = { email: 'alice@example.com', channels: { email: true, sms: false } };

  it('is one line for a successful request', async () => {
    expect((await answerOf(setContact, { method: 'PUT', body: contact })).status).toBe(200);
    expect(shell.lines.logs()).toEqual([
      expect.objectContaining({
        level: 'INFO',
        message: 'Request answered',
        method: 'PUT',
        route: '/route',
        correlationId: 'my-id',
        status: 200,
      }),
    ]);
  });

  it('has the reason of a refusal', async () => {
    await answerOf(setContact, { body: { ...contact, email: 'alice at example' } });
    expect(shell.lines.logs()).toEqual([
      expect.objectContaining({
        level: 'INFO',
        message: 'Request refused',
        code: 'request.invalid',
        reason: expect.stringContaining('/email: must be an e-mail address'),
      }),
      expect.objectContaining({ message: 'Request answered', status: 400 }),
    ]);
  });

  it.each<readonly [string, Partial<Parameters<typeof apiEvent>[0]>, AwsAnswer | undefined, number]>([
    ['succeeds', { body: contact }, undefined, 200],
    ['has a malformed e-mail address', { body: { ...contact, email: 'alice@' } }, undefined, 400],
    ['has a malformed phone number', { body: { ...contact, phone: 'alice-1' } }, undefined, 400],
    ['is not JSON', { body: 'alice@example.com' }, undefined, 400],
    ['is too large', { body: 'alice'.repeat(20_000) }, undefined, 413],
    ['has another content type', { body: contact, headers: { 'content-type': 'text/a' } }, undefined, 415],
    ['meets a throttled table', { body: contact }, failure(400, 'ThrottlingException'), 503],
    ['meets a table that is not there', { body: contact }, failure(400, 'ResourceNotFoundException'), 500],
  ])('has no token and no personal data when the request %s', async (_, request, answer, status) => {
    shell.aws.answer(() => answer);
    expect((await answerOf(setContact, request)).status).toBe(status);
    expect(shell.lines.logs().length).toBeGreaterThan(0);
    expect(shell.lines.text()).not.toMatch(/alice/i);
    expect(shell.lines.text()).not.toContain(token.slice('Bearer '.length));
    expect(shell.lines.text()).not.toMatch(/authorization|AWS4-HMAC/i);
  });

  it.each([
    ['is not valid', () => `${token.slice(0, -4)}AAAA`],
    ['is of another scheme', () => token.replace('Bearer', 'Basic')],
  ])('does not contain a token that %s', async (_, authorization) => {
    expect((await askForOrder({ authorization: authorization() })).status).toBe(401);
    expect(shell.lines.logs()).toContainEqual(expect.objectContaining({ message: 'Request refused' }));
    const [, payload] = token.split('.');
    expect(shell.lines.text()).not.toContain(payload);
  });
});
